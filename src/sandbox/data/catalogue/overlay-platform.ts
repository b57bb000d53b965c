/** Users, files, setup, code and jobs; the format is told in overlay.ts. */
export const PLATFORM_OBJECTS = `
User 005 setup
  FirstName String(40)
  LastName String(80) required
  Name String(121) name readonly
  Username String(80) required unique
  Email Email required
  Alias String(8) required
  CommunityNickname String(40)
  TimeZoneSidKey Picklist required values=Pacific/Kiritimati|Pacific/Tongatapu|Pacific/Auckland|Pacific/Fiji|Australia/Sydney|Australia/Brisbane|Australia/Adelaide|Australia/Darwin|Australia/Perth|Asia/Tokyo|Asia/Seoul|Asia/Shanghai|Asia/Hong_Kong|Asia/Singapore|Asia/Manila|Asia/Bangkok|Asia/Jakarta|Asia/Dhaka|Asia/Kolkata|Asia/Karachi|Asia/Dubai|Asia/Tehran|Europe/Moscow|Asia/Riyadh|Asia/Jerusalem|Europe/Istanbul|Europe/Athens|Europe/Helsinki|Europe/Bucharest|Africa/Cairo|Africa/Johannesburg|Europe/Amsterdam|Europe/Berlin|Europe/Brussels|Europe/Madrid|Europe/Paris|Europe/Prague|Europe/Rome|Europe/Stockholm|Europe/Vienna|Europe/Zurich|Europe/Dublin|Europe/Lisbon|Europe/London|GMT|Atlantic/Azores|America/Sao_Paulo|America/Argentina/Buenos_Aires|America/St_Johns|America/Halifax|America/Caracas|America/New_York|America/Bogota|America/Lima|America/Chicago|America/Mexico_City|America/Denver|America/Phoenix|America/Los_Angeles|America/Anchorage|Pacific/Honolulu
  LocaleSidKey Picklist required values=en_US|en_GB|en_AU|en_CA|en_IE|en_IN|en_NZ|en_ZA|de_DE|de_AT|de_CH|fr_FR|fr_CA|fr_BE|fr_CH|es_ES|es_MX|es_AR|it_IT|it_CH|ja_JP|ko_KR|zh_CN|zh_TW|zh_HK|pt_BR|pt_PT|nl_NL|nl_BE|da_DK|fi_FI|no_NO|sv_SE|pl_PL|ru_RU|tr_TR|th_TH|cs_CZ|hu_HU|ro_RO|el_GR|iw_IL|ar_SA|hi_IN
  EmailEncodingKey Picklist required values=UTF-8|ISO-8859-1|Shift_JIS|ISO-2022-JP|EUC-JP|ks_c_5601-1987|Big5|GB2312|Big5-HKSCS|x-SJIS_0213
  LanguageLocaleKey Picklist required values=en_US|de|es|fr|it|ja|sv|ko|zh_TW|zh_CN|pt_BR|nl_NL|da|th|fi|ru|es_MX|no
  ProfileId Reference required
  UserType Picklist readonly values=*Standard|PowerPartner|PowerCustomerSuccess|CustomerSuccess|Guest|CspLitePortal|CsnOnly|SelfService
  IsActive Boolean default=TRUE
  FederationIdentifier String(512) unique
  Phone Phone
  MobilePhone Phone
  ManagerId Reference delete=clear
  Title String(80)
  Department String(80)
  DelegatedApproverId Reference ref=Group,User
Profile 00e setup nodml
  Name String(255) required name
  UserType Picklist values=Standard|PowerPartner|PowerCustomerSuccess|CustomerSuccess|Guest
UserRole 00E setup
  Name String(80) required name
  DeveloperName String(80)
  ParentRoleId Reference ref=UserRole
PermissionSet 0PS setup
  Name String(80) required name
  Label String(80) required
  Type Picklist values=*Regular|Standard|Session|Group|Profile
  ProfileId Reference
PermissionSetAssignment 0Pa setup
  AssigneeId Reference required ref=User delete=cascade
  PermissionSetId Reference ref=PermissionSet delete=cascade
PermissionSetGroup 0PG setup
PermissionSetGroupComponent 0PM setup
  PermissionSetGroupId Reference required ref=PermissionSetGroup delete=cascade
  PermissionSetId Reference required ref=PermissionSet delete=cascade
MutingPermissionSet 0QM setup
  DeveloperName String(80) required
  MasterLabel String(80) required
  NamespacePrefix String(15)
  Language Picklist
PermissionSetLicense 0PL setup nodml
AssignmentRule 01Q setup
  Name String(80) name
  SobjectType Picklist
  Active Boolean
FlowDefinitionView 3dd nodml
  LastModifiedBy String(255)
  TriggerObjectOrEventId Reference ref=EntityDefinition
FlowVersionView 3vd nodml
UserRecordAccess - nodml
FlowVariableView 3va nodml
EntityDefinition - nodml
  Fields children=FieldDefinition.EntityDefinitionId
  Particles children=EntityParticle.EntityDefinitionId
FieldDefinition - nodml
  EntityDefinitionId Reference ref=EntityDefinition
  Particles children=EntityParticle.FieldDefinitionId
EntityParticle - nodml
  EntityDefinitionId Reference ref=EntityDefinition
  FieldDefinitionId Reference ref=FieldDefinition
ObjectPermissions 110 setup
FieldPermissions 01k setup
SetupEntityAccess 0J0 setup
Group 00G setup
  Name String(40) required name
  DeveloperName String(80)
  Type Picklist values=*Regular|Queue|Role|RoleAndSubordinates|Organization
  DoesIncludeBosses Boolean default=TRUE
  OwnerId Reference ref=User
GroupMember 011 setup
  GroupId Reference required delete=cascade
  UserOrGroupId Reference required ref=User,Group delete=cascade
QueueSobject 03g setup
  QueueId Reference required ref=Group delete=cascade
  SobjectType Picklist required
BusinessProcess 019 setup nodml
  Name String(80) required name
RecordType 012 setup nodml
  Name String(80) required name
  DeveloperName String(80) required
  SobjectType Picklist required
  IsActive Boolean default=TRUE
Organization 00D setup
  Name String(80) required name
BusinessHours 01m setup
  Name String(80) required name
Holiday 0C0 setup
ContentVersion 068
  Title String(255) name
  PathOnClient String(500)
  VersionData Base64
  FileType String(20) readonly
  FileExtension String(40) readonly
  ContentSize Integer readonly
  ContentDocumentId Reference delete=cascade
  FirstPublishLocationId Reference ref=Name
  ContentLocation Picklist values=*S|E|L
  Origin Picklist values=*C|H
  IsLatest Boolean readonly default=TRUE
  Description TextArea(1000)
ContentDocument 069
  Title String(255) required name
ContentDocumentLink 06A
  ContentDocumentId Reference required delete=cascade
  LinkedEntityId Reference required ref=Name delete=cascade
  ShareType Picklist values=*V|C|I
  Visibility Picklist values=*AllUsers|InternalUsers|SharedUsers
ContentWorkspace 058 setup
ContentFolder 07H
Attachment 00P
  Name String(255) required name
  Body Base64 required
  ParentId Reference required ref=Name delete=cascade
  BodyLength Integer readonly
Note 002
  Title String(80) required name
  Body LongTextArea(32000)
  ParentId Reference required ref=Name delete=cascade
Document 015 setup
  Name String(255) required name
  DeveloperName String(80) required
  FolderId Reference required ref=Folder,User
Folder 00l setup
  Name String(80) required name
FeedItem 0D5
  ParentId Reference required ref=Name delete=cascade
  Body LongTextArea(10000)
  Type Picklist values=*TextPost|LinkPost|ContentPost|PollPost|TrackedChange
FeedComment 0D7
  FeedItemId Reference required delete=cascade
  CommentBody LongTextArea(10000)
EmailTemplate 00X setup
  Name String(80) required name
  DeveloperName String(80) required
EmailMessage 02s
  Subject String(3000) name
  FromAddress Email
  ToAddress LongTextArea(4000)
  TextBody LongTextArea(131072)
  HtmlBody LongTextArea(131072)
  ParentId Reference ref=Case delete=cascade
  ToIds IdList
  CcIds IdList
  BccIds IdList
OrgWideEmailAddress 0D2 setup
AsyncApexJob 707 nodml
  JobType Picklist
  Status Picklist
  ExtendedStatus TextArea(1000)
CronTrigger 08e nodml
CronJobDetail 08a nodml
  Name String(255) name
ApexClass 01p nodml
  Name String(255) required name
  Body LongTextArea(1000000)
ApexTrigger 01q nodml
  Name String(255) required name
  Body LongTextArea(1000000)
ApexPage 066 nodml
  Name String(80) name
ApexComponent 099 nodml
  Name String(80) name
ApexLog 07L
ApexTestQueueItem 709
ApexTestResult 07M
ApexTestRunResult 05m
AppMenuItem 0DS nodml
  Name String(80) name
StaticResource 081 nodml
  Name String(80) required name
  Body Base64
TraceFlag 7tf setup
  TracedEntityId Reference required ref=User
  DebugLevelId Reference required ref=DebugLevel
  LogType Picklist values=USER_DEBUG|DEVELOPER_LOG|CLASS_TRACING
  StartDate Datetime
  ExpirationDate Datetime required
DebugLevel 7dl setup
  DeveloperName String(80) required name
  MasterLabel String(80)
  Language Picklist
  ApexCode Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  ApexProfiling Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  Callout Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  DataAccess Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  Database Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  Nba Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  System Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  Validation Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  Visualforce Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  Wave Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
  Workflow Picklist values=NONE|ERROR|WARN|INFO|DEBUG|FINE|FINER|FINEST
ProcessInstance 04g nodml
ProcessInstanceWorkitem 04i nodml
ProcessInstanceStep 04h nodml
Site 0DM setup
  Name String(80) name
  OptionsRequireHttps Boolean
Network 0DB setup
  Name String(255) name
NamedCredential 0XA setup
CustomPermission 0CP setup
  DeveloperName String(80) required
AuthSession 0Ak setup
QuickText 574
  Name String(255) required name
  Message TextArea(4096) required
  Channel MultiPicklist values=Email|Portal|Phone|Internal
UserLicense 100 setup nodml
  Name String(80) name
LoginHistory 0Ya nodml
Individual 0PK
  FirstName String(40)
  LastName String(80) required
  Name String(121) name readonly
Entitlement 550
  Name String(255) required name
ServiceContract 810
  Name String(255) required name
WorkOrder 0WO
  WorkOrderNumber AutoNumber(255) name auto={00000000}
Location 131
  Name String(255) required name
Topic 0TO
  Name String(150) required name
TopicAssignment 0To
  TopicId Reference required delete=cascade
  EntityId Reference required ref=Name delete=cascade
EntitySubscription 0E8
  ParentId Reference required ref=Name delete=cascade
  SubscriberId Reference required ref=User
DuplicateRule 0Bm setup
MatchingRule 0JD setup nodml
MatchingRuleItem 0JE setup nodml
DuplicateRecordSet 0GK
DuplicateRecordItem 0GL
Period 026 setup nodml
FiscalYearSettings 022 setup
CurrencyType 01L setup nodml
  IsoCode Picklist required
  ConversionRate Double(18,6) required
Vote 083
Macro 0JZ
  Name String(255) required name
Scontrol 01N setup
Dashboard 01Z nodml
Report 00O nodml
ListView 00B nodml
UserPreference 03u setup
UserPackageLicense 051 setup
  PackageLicenseId Reference required ref=PackageLicense
  UserId Reference required
PackageLicense 050 setup
UserAppInfo 0Dq setup
Territory2 0MI setup
FlowInterview 0Fo nodml
BackgroundOperation 08B
OperatingHours 0OH
  Name String(255) required name
PlatformCachePartition 0Er setup
`;

/** Standard objects of sales and service; the format is told in overlay.ts. */
export const SALES_OBJECTS = `
Account 001
  Name String(255) required name
  Type Picklist values=Prospect|Customer - Direct|Customer - Channel|Channel Partner / Reseller|Installation Partner|Technology Partner|Other
  Industry Picklist values=Agriculture|Apparel|Banking|Biotechnology|Chemicals|Communications|Construction|Consulting|Education|Electronics|Energy|Engineering|Entertainment|Environmental|Finance|Food & Beverage|Government|Healthcare|Hospitality|Insurance|Machinery|Manufacturing|Media|Not For Profit|Recreation|Retail|Shipping|Technology|Telecommunications|Transportation|Utilities|Other
  Rating Picklist values=Hot|Warm|Cold
  Ownership Picklist values=Public|Private|Subsidiary|Other
  AccountSource Picklist values=Web|Phone Inquiry|Partner Referral|Purchased List|Other
  AccountNumber String(40)
  AnnualRevenue Currency(18,0)
  NumberOfEmployees Integer
  Phone Phone
  Fax Phone
  Website Url
  Description LongTextArea(32000)
  Sic String(20)
  Site String(80)
  TickerSymbol String(20)
  BillingStreet TextArea
  ShippingStreet TextArea
  BillingCity String(40)
  ShippingCity String(40)
  BillingState String(80)
  ShippingState String(80)
  BillingPostalCode String(20)
  ShippingPostalCode String(20)
  BillingCountry String(80)
  ShippingCountry String(80)
  ParentId Reference delete=clear
  OwnerId Reference ref=User
  PersonEmail Email
Contact 003
  FirstName String(40)
  LastName String(80) required
  Salutation Picklist values=Mr.|Ms.|Mrs.|Dr.|Prof.|Mx.
  Name String(121) name readonly
  AccountId Reference delete=cascade
  ReportsToId Reference delete=clear
  Email Email
  Phone Phone
  MobilePhone Phone
  HomePhone Phone
  OtherPhone Phone
  AssistantPhone Phone
  Fax Phone
  Title String(128)
  Department String(80)
  AssistantName String(40)
  LeadSource Picklist values=Web|Phone Inquiry|Partner Referral|Purchased List|Other
  Description LongTextArea(32000)
  MailingStreet TextArea
  OtherStreet TextArea
  MailingCity String(40)
  OtherCity String(40)
Lead 00Q
  FirstName String(40)
  LastName String(80) required
  Name String(121) name readonly
  Company String(255) required
  Salutation Picklist values=Mr.|Ms.|Mrs.|Dr.|Prof.|Mx.
  Status Picklist required values=*Open - Not Contacted|Working - Contacted|Closed - Converted|Closed - Not Converted
  LeadSource Picklist values=Web|Phone Inquiry|Partner Referral|Purchased List|Other
  Rating Picklist values=Hot|Warm|Cold
  Industry Picklist values=Agriculture|Apparel|Banking|Biotechnology|Chemicals|Communications|Construction|Consulting|Education|Electronics|Energy|Engineering|Entertainment|Environmental|Finance|Food & Beverage|Government|Healthcare|Hospitality|Insurance|Machinery|Manufacturing|Media|Not For Profit|Recreation|Retail|Shipping|Technology|Telecommunications|Transportation|Utilities|Other
  Email Email
  Phone Phone
  MobilePhone Phone
  Website Url
  Title String(128)
  AnnualRevenue Currency(18,0)
  Description LongTextArea(32000)
  Street TextArea
  OwnerId Reference ref=Group,User
  IsConverted Boolean readonly
Opportunity 006
  Name String(120) required name
  StageName Picklist required values=Prospecting|Qualification|Needs Analysis|Value Proposition|Id. Decision Makers|Perception Analysis|Proposal/Price Quote|Negotiation/Review|Closed Won|Closed Lost
  CloseDate Date required
  Amount Currency(18,2)
  ExpectedRevenue Currency(18,2) readonly
  Probability Percent(3,0)
  TotalOpportunityQuantity Double(18,2)
  Type Picklist values=Existing Customer - Upgrade|Existing Customer - Replacement|Existing Customer - Downgrade|New Customer
  LeadSource Picklist values=Web|Phone Inquiry|Partner Referral|Purchased List|Other
  ForecastCategory Picklist readonly values=Omitted|Pipeline|BestCase|MostLikely|Forecast|Closed
  ForecastCategoryName Picklist values=Omitted|Pipeline|Best Case|Most Likely|Commit|Closed
  NextStep String(255)
  Description LongTextArea(32000)
  AccountId Reference delete=cascade
  Pricebook2Id Reference delete=clear
  CampaignId Reference delete=clear
  IsClosed Boolean readonly
  IsWon Boolean readonly
  HasOpportunityLineItem Boolean readonly
Case 500
  CaseNumber AutoNumber(30) name auto={00000000}
  Status Picklist values=*New|Working|Escalated|Closed
  Origin Picklist values=Phone|Email|Web
  Priority Picklist values=High|*Medium|Low
  Reason Picklist values=Installation|Equipment Complexity|Performance|Breakdown|Equipment Design|Feedback|Other
  Type Picklist values=Mechanical|Electrical|Electronic|Structural|Other
  Subject String(255)
  Description LongTextArea(32000)
  SuppliedEmail Email
  AccountId Reference delete=clear
  ContactId Reference delete=clear
  ParentId Reference delete=clear
  OwnerId Reference ref=Group,User
  IsClosed Boolean readonly
Task 00T
  Subject Combobox(255) name
  Status Picklist required values=*Not Started|In Progress|Completed|Waiting on someone else|Deferred
  Priority Picklist required values=High|*Normal|Low
  Type Picklist values=Call|Email|Meeting|Other
  TaskSubtype Picklist values=*Task|Email|ListEmail|Cadence|Call|LinkedIn
  Description LongTextArea(32000)
  WhoId Reference ref=Contact,Lead delete=clear
  WhatId Reference ref=Name delete=cascade
  OwnerId Reference ref=Group,User
  AccountId Reference readonly
  IsClosed Boolean readonly
Event 00U
  Subject Combobox(255) name
  Description LongTextArea(32000)
  Location String(255)
  WhoId Reference ref=Contact,Lead delete=clear
  WhatId Reference ref=Name delete=cascade
  OwnerId Reference ref=Group,User
  AccountId Reference readonly
  ShowAs Picklist values=*Busy|OutOfOffice|Free
  EventSubtype Picklist values=*Event
  DurationInMinutes Integer
Product2 01t
  Name String(255) required name
  ProductCode String(255)
  Description LongTextArea(4000)
  Family Picklist values=None
Pricebook2 01s
  Name String(255) required name
PricebookEntry 01u
  Name String(255) name readonly
  Pricebook2Id Reference required delete=cascade
  Product2Id Reference required delete=cascade
  UnitPrice Currency(18,2) required
  ProductCode String(255) readonly
OpportunityLineItem 00k
  Name String(376) name readonly
  OpportunityId Reference master required delete=cascade
  PricebookEntryId Reference delete=restrict
  Product2Id Reference delete=restrict
  Quantity Double(12,2) required
  UnitPrice Currency(18,2)
  TotalPrice Currency(18,2)
  ListPrice Currency(18,2) readonly
  Discount Percent(5,2)
  Description String(255)
OpportunityContactRole 00K
  OpportunityId Reference required delete=cascade
  ContactId Reference required delete=cascade
  Role Picklist values=Business User|Decision Maker|Economic Buyer|Economic Decision Maker|Evaluator|Executive Sponsor|Influencer|Technical Buyer|Other
OpportunityStage 01J setup
  MasterLabel String(255) name
  DefaultProbability Percent(3,0)
  SortOrder Integer
Order 801
  OrderNumber AutoNumber(30) name auto={00000000}
  Name String(80)
  AccountId Reference required delete=restrict
  EffectiveDate Date required
  Status Picklist required values=Draft|Activated
  ContractId Reference delete=clear
  Pricebook2Id Reference delete=clear
  TotalAmount Currency(18,2) readonly
OrderItem 802
  OrderItemNumber AutoNumber(30) name auto={0000000000}
  OrderId Reference master required delete=cascade
  PricebookEntryId Reference delete=restrict
  Product2Id Reference delete=restrict
  Quantity Double(18,2) required
  UnitPrice Currency(18,2)
Quote 0Q0
  Name String(255) required name
  OpportunityId Reference required delete=cascade
  Status Picklist values=*Draft|Needs Review|In Review|Approved|Rejected|Presented|Accepted|Denied
QuoteLineItem 0QL
  QuoteId Reference required delete=cascade
Contract 800
  ContractNumber AutoNumber(30) name auto={00000000}
  AccountId Reference required delete=restrict
  Status Picklist values=*Draft|In Approval Process|Activated
  ContractTerm Integer
Asset 02i
  Name String(255) required name
  AccountId Reference delete=restrict
  ContactId Reference delete=clear
  Status Picklist values=Purchased|Shipped|Installed|Registered|Obsolete
Campaign 701
  Name String(80) required name
  Status Picklist values=*Planned|In Progress|Completed|Aborted
  Type Picklist values=Conference|Webinar|Trade Show|Public Relations|Partners|Referral Program|Advertisement|Banner Ads|Direct Mail|Email|Telemarketing|Other
  ParentId Reference delete=clear
  BudgetedCost Currency(18,2)
  ActualCost Currency(18,2)
  ExpectedRevenue Currency(18,2)
  Description LongTextArea(32000)
CampaignMember 00v
  CampaignId Reference required delete=cascade
  ContactId Reference delete=cascade
  LeadId Reference delete=cascade
  Status Picklist values=Sent|Responded
  HasResponded Boolean readonly
  LeadOrContactId Reference readonly
  LeadOrContactOwnerId Reference readonly
  FirstRespondedDate Date readonly
CampaignMemberStatus 01Y
  CampaignId Reference required delete=cascade
  Label String(765) required
  SortOrder Integer
Solution 501
  SolutionName String(255) required name
AccountContactRole 02Z
  AccountId Reference required delete=cascade
  ContactId Reference required delete=cascade
AccountContactRelation 07k
  AccountId Reference required delete=cascade
  ContactId Reference required delete=cascade
CaseComment 00a
  ParentId Reference required delete=cascade
  CommentBody LongTextArea(4000)
AccountTeamMember 01M
  AccountId Reference required delete=cascade
OpportunityTeamMember 00q
  OpportunityId Reference required delete=cascade
`;

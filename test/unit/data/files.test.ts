import { describe } from 'mocha';
import { programs } from '../language/programs.ts';

const UPLOAD = "Account a = new Account(Name = 'Acme', AnnualRevenue = 12345.67, RecordTypeId = '012000000000000AAA'); insert a; ContentVersion v = new ContentVersion(PathOnClient = 'a/Report 1.DOCX', VersionData = Blob.valueOf('hello'), FirstPublishLocationId = a.Id); insert v; ";

describe('files', () => {
  programs([
    { name: 'a version brings its document', code: `${UPLOAD} v = [SELECT Title, FileType, FileExtension, ContentSize, IsLatest, VersionNumber, ContentDocumentId, ContentDocument.Title, ContentDocument.LatestPublishedVersionId FROM ContentVersion WHERE Id = :v.Id];
      System.debug(v.Title + ' ' + v.FileType + ' ' + v.FileExtension + ' ' + v.ContentSize + ' ' + v.IsLatest + ' ' + v.VersionNumber + ' ' + v.ContentDocument.Title + ' ' + (v.ContentDocument.LatestPublishedVersionId == v.Id));`, prints: ['Report 1 WORD_X docx 5 true 1 Report 1 true'] },
    { name: 'and its links', code: `${UPLOAD} Id d = [SELECT ContentDocumentId FROM ContentVersion WHERE Id = :v.Id].ContentDocumentId; for (ContentDocumentLink l : [SELECT LinkedEntityId, ShareType, Visibility FROM ContentDocumentLink WHERE ContentDocumentId = :d ORDER BY ShareType]) System.debug((l.LinkedEntityId == a.Id) + ' ' + (l.LinkedEntityId == UserInfo.getUserId()) + ' ' + l.ShareType + ' ' + l.Visibility);
      System.debug([SELECT Id, (SELECT Id FROM ContentDocumentLinks) FROM Account WHERE Id = :a.Id].ContentDocumentLinks.size());`, prints: ['true false V AllUsers', 'false true I AllUsers', '1'] },
    { name: 'a further version', code: `${UPLOAD} Id d = [SELECT ContentDocumentId FROM ContentVersion WHERE Id = :v.Id].ContentDocumentId; insert new ContentVersion(ContentDocumentId = d, PathOnClient = 'b.unknown', Title = 'New', VersionData = Blob.valueOf('x'));
      for (ContentVersion each : [SELECT Title, IsLatest, VersionNumber, FileType FROM ContentVersion WHERE ContentDocumentId = :d ORDER BY VersionNumber]) System.debug(each.Title + ' ' + each.IsLatest + ' ' + each.VersionNumber + ' ' + each.FileType); System.debug([SELECT Title FROM ContentDocument WHERE Id = :d].Title + ' ' + [SELECT COUNT() FROM ContentDocumentLink WHERE ContentDocumentId = :d]);`, prints: ['Report 1 false 1 WORD_X', 'New true 2 UNKNOWN', 'New 2'] },
    { name: 'go with their document', code: `${UPLOAD} delete [SELECT Id FROM ContentDocument WHERE LatestPublishedVersionId = :v.Id]; System.debug([SELECT COUNT() FROM ContentVersion WHERE Id = :v.Id] + ' ' + [SELECT COUNT() FROM ContentDocumentLink WHERE LinkedEntityId = :a.Id]);`, prints: ['0 0'] },
    { name: 'amounts of standard fields keep their cents', code: `${UPLOAD} System.debug([SELECT AnnualRevenue FROM Account WHERE Id = :a.Id].AnnualRevenue);`, prints: ['12345.67'] },
    { name: 'no file without content', code: "insert new ContentVersion(PathOnClient = 'a.txt', VersionData = Blob.valueOf(''));", throws: 'System.DmlException: Insert failed. First exception on row 0; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [VersionData]: [VersionData]' },
    { name: 'no file without a name, but links', code: "insert new ContentVersion(Title = 't', ContentUrl = 'https://a.example'); insert new ContentVersion(Title = 't', VersionData = Blob.valueOf('a'));", throws: 'System.DmlException: Insert failed. First exception on row 0; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [PathOnClient]: [PathOnClient]' },
    { name: 'long texts have no blanks at their end', code: "insert new Account(Name = ' n ', Description = ' a\\n\\n '); System.debug('[' + [SELECT Description FROM Account WHERE Name = 'n'].Description + ']');", prints: ['[ a]'] },
    { name: 'locations', code: "System.debug(Location.getDistance(Location.newInstance(0, 0), Location.newInstance(0, 1), 'km').intValue());", prints: ['111'] },
  ]);
});

import { describe } from 'mocha';
import { programs } from '../language/programs.ts';

describe('classes that only hold values', () => {
  programs([
    { name: 'have their fields, null until they are set', code: "ConnectApi.FeedItemInput item = new ConnectApi.FeedItemInput(); System.debug(item.body); item.body = new ConnectApi.MessageBodyInput(); item.body.messageSegments = new List<ConnectApi.MessageSegmentInput>(); ConnectApi.TextSegmentInput text = new ConnectApi.TextSegmentInput(); text.text = 'Hi'; item.body.messageSegments.add(text); System.debug(((ConnectApi.TextSegmentInput) item.body.messageSegments[0]).text); item.subjectId = 'me'; Object thing = item; System.debug(item.subjectId + ' ' + (thing instanceof ConnectApi.FeedElementInput));", prints: ['null', 'Hi', 'me true'] },
    { name: 'have the setters and getters of the catalogue', code: "Reports.ReportFilter f = new Reports.ReportFilter('NAME', 'equals', 'x'); f.setValue('y'); System.debug(f.getColumn() + f.getOperator() + f.getValue());", prints: ['NAMEequalsy'] },
    { name: 'of Metadata have lists to add to', code: "Metadata.CustomMetadata m = new Metadata.CustomMetadata(); m.fullName = 'A__mdt.B'; Metadata.CustomMetadataValue v = new Metadata.CustomMetadataValue(); v.field = 'F__c'; v.value = 1; m.values.add(v); System.debug(m.values.size() + m.values[0].field + m.values[0].value); System.debug(((Metadata.Metadata) m).fullName);", prints: ['1F__c1', 'A__mdt.B'] },
    { name: 'come from JSON and go there', code: "Messaging.InboundEmail e = (Messaging.InboundEmail) JSON.deserialize('{\"subject\":\"S\",\"toAddresses\":[\"a@b.c\"],\"headers\":[{\"name\":\"n\",\"value\":\"v\"}]}', Messaging.InboundEmail.class); System.debug(e.subject + e.toAddresses + e.headers[0].value); System.debug(JSON.serialize(e.headers[0]));", prints: ['S(a@b.c)v', '{"name":"n","value":"v"}'] },
    { name: 'can be the superclass of a user class', code: "Note n = new Note(); n.text = 'a'; n.extra = 'b'; System.debug(n.text + n.extra + ((ConnectApi.TextSegmentInput) n).text);", prints: ['aba'] },
    { name: 'are refused where they do more', code: "ConnectApi.ChatterFeeds.getFeedElement(null, 'x');", throws: 'NotSupported: NotSupported: ConnectApi.ChatterFeeds.static ConnectApi.FeedElement getFeedElement(String communityId, String feedElementId)' },
  ], ["public class Note extends ConnectApi.TextSegmentInput { public String extra; }"]);
});

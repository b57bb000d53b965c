import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ask, fieldXml, insert, objectXml, World } from './support/world.ts';

describe('two schemas that name one table', () => {
  it('keep to their own columns', () => {
    for (const field of ['First__c', 'Second__c']) {
      const world = new World({ 'objects/Same__c/Same__c.object-meta.xml': objectXml('<nameField><type>Text</type><label>N</label></nameField>'), [`objects/Same__c/fields/${field}.field-meta.xml`]: fieldXml(field, 'Text', '<length>20</length>') });
      try {
        const session = world.session();
        insert(session, 'Same__c', [{ Name: 'n', [field]: 'here' }]);
        session.commit();
        assert.equal(ask(session, `SELECT COUNT() FROM Same__c WHERE ${field} = 'here'`), 1);
      } finally {
        world.close();
      }
    }
  });
});

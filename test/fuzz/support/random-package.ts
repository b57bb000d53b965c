/** Random managed packages whose every name, text and value is a secret: long words that are nowhere else. */

export type Random = () => number;

export interface RandomPackage {
  /** By path. */
  readonly files: ReadonlyMap<string, string>;
  /** Values that its code makes at run time. */
  readonly values: readonly string[];
  /** Kinds of statements in it. */
  readonly kinds: ReadonlySet<string>;
}

const LETTERS = 'bcdfghjkmnpqrstvwxz';
const XML = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** The message of a validation rule is for the user. Public are the class `G` (`go`, `fail`, `run`, the constructor), the REST resource `R`, and the object `T__c` with `A__c`. */
export class PackageWriter {
  readonly #random: Random;
  readonly #values: string[] = [];
  readonly #kinds = new Set<string>();
  readonly #helpers: { readonly name: string; readonly method: string }[] = [];
  #exception = '';
  #label = '';
  #job = '';
  #batch = '';

  constructor(random: Random) {
    this.#random = random;
  }

  write(): RandomPackage {
    const files = new Map<string, string>();
    this.#exception = `${this.#word()}Exception`;
    this.#label = this.#word();
    this.#job = this.#word();
    this.#batch = this.#word();
    const rule = (condition: string): string => `<?xml version="1.0"?><ValidationRule ${XML}><fullName>${this.#word()}</fullName><active>true</active><errorConditionFormula>${condition}</errorConditionFormula><errorMessage>no</errorMessage></ValidationRule>`;
    files.set('objects/T__c/T__c.object-meta.xml', `<?xml version="1.0"?><CustomObject ${XML}><label>T</label><pluralLabel>Ts</pluralLabel><nameField><type>Text</type><label>Name</label></nameField><sharingModel>ReadWrite</sharingModel></CustomObject>`);
    files.set('objects/T__c/fields/A__c.field-meta.xml', `<?xml version="1.0"?><CustomField ${XML}><fullName>A__c</fullName><label>A</label><type>Text</type><length>255</length></CustomField>`);
    files.set('objects/T__c/validationRules/One.validationRule-meta.xml', rule(`BEGINS(A__c, &quot;${this.#word()}&quot;)`));
    files.set('objects/T__c/validationRules/Two.validationRule-meta.xml', rule(`A__c = &quot;refuse&quot;`));
    files.set('objects/Account/validationRules/Three.validationRule-meta.xml', rule(`Name = &quot;${this.#word()}&quot;`));
    for (const [object, field] of [['Account', 'Site'], ['T__c', 'A__c']]) {
      const [update, name] = [this.#word(), this.#word()];
      files.set(`workflows/${object}.workflow-meta.xml`, `<?xml version="1.0"?><Workflow ${XML}><fieldUpdates><fullName>${update}</fullName><field>${field}</field><literalValue>${this.#word()}</literalValue><name>${update}</name><operation>Literal</operation><reevaluateOnChange>false</reevaluateOnChange></fieldUpdates>
<rules><fullName>${name}</fullName><actions><name>${update}</name><type>FieldUpdate</type></actions><active>true</active><formula>NOT(CONTAINS(Name, &quot;${this.#word()}&quot;))</formula><triggerType>onCreateOnly</triggerType></rules></Workflow>`);
    }
    files.set('labels/CustomLabels.labels-meta.xml', `<?xml version="1.0"?><CustomLabels ${XML}><labels><fullName>${this.#label}</fullName><language>en_US</language><value>${this.#word()} ${this.#word()}</value></labels></CustomLabels>`);
    files.set(`classes/${this.#exception}.cls`, `public class ${this.#exception} extends Exception {}`);
    for (let i = 0; i < 3; i++) {
      const [name, method] = [this.#word(), this.#word()];
      files.set(`classes/${name}.cls`, this.#helper(name, method));
      this.#helpers.push({ name, method });
    }
    files.set(`classes/${this.#job}.cls`, this.#queueable());
    files.set(`classes/${this.#batch}.cls`, this.#batchable());
    files.set('classes/G.cls', this.#door());
    files.set('classes/R.cls', `@RestResource(urlMapping='/r/*') global class R { @HttpGet global static String get() { ${this.#block(3)} return 'ok'; } }`);
    for (const object of ['Account', 'T__c']) {
      const name = this.#word();
      files.set(`triggers/${name}.trigger`, `trigger ${name} on ${object} (before insert, after insert, before update) { for (${object} ${this.#word()} : Trigger.new) { ${this.#block(2, false)} } }`);
    }
    return { files, values: this.#values, kinds: this.#kinds };
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)]!;
  }

  #word(): string {
    let word = this.#pick([...LETTERS]).toUpperCase();
    for (let i = 0; i < 15; i++) word += this.#pick([...LETTERS]);
    return word;
  }

  /** A text, and its mirror image as a value that is only there when the code runs. */
  #text(): string {
    const text = this.#word();
    this.#values.push([...text].reverse().join(''));
    return text;
  }

  #number(): string {
    const number = 100_000_000 + Math.floor(this.#random() * 800_000_000);
    // The code multiplies it.
    this.#values.push(String(BigInt(number) * 1_000_003n));
    return String(number);
  }

  #helper(name: string, method: string): string {
    const [field, inner, value] = [this.#word(), this.#word(), this.#word()];
    return `public class ${name} {
  private String ${field} = '${this.#text()}';
  private static final String ${value} = '${this.#text()}';
  class ${inner} { Integer ${this.#word()} = 1; String ${this.#word()} = '${this.#text()}'; }
  public static Integer ${method}(Integer depth, String ${this.#word()}) {
    ${inner} ${this.#word()} = new ${inner}();
    ${name} ${this.#word()} = new ${name}();
    ${this.#block(3)}
    return depth;
  }
}`;
  }

  #queueable(): string {
    const state = this.#word();
    return `public class ${this.#job} implements Queueable { String ${state} = '${this.#text()}'; public void execute(QueueableContext ${this.#word()}) { ${this.#block(3)} ${this.#random() < 0.5 ? `throw new ${this.#exception}('${this.#text()}');` : ''} } }`;
  }

  #batchable(): string {
    return `public class ${this.#batch} implements Database.Batchable<SObject> { String ${this.#word()} = '${this.#text()}';
  public Database.QueryLocator start(Database.BatchableContext ${this.#word()}) { return Database.getQueryLocator('SELECT Id FROM Account WHERE Name != \\'${this.#text()}\\' LIMIT 2'); }
  public void execute(Database.BatchableContext ${this.#word()}, List<Account> ${this.#word()}) { ${this.#block(2)} }
  public void finish(Database.BatchableContext ${this.#word()}) { ${this.#block(1)} } }`;
  }

  #door(): string {
    const [secret, list, other, future] = [this.#word(), this.#word(), this.#word(), this.#word()];
    return `global class G {
  global String open = 'o';
  private String ${secret} = '${this.#text()}';
  private List<String> ${list} = new List<String>{ '${this.#text()}', '${this.#text()}'.reverse() };
  private G ${other};
  global G() { ${this.#block(2)} }
  global Integer run(Integer n) { this.${secret} = '${this.#text()}'.reverse(); this.${other} = new G(); ${this.#block(4)} return n; }
  global static Integer go(Integer n) { ${this.#block(6)} return n; }
  global static void fail() { ${this.#block(2)} throw new ${this.#exception}('${this.#text()}'.reverse() + '\\n${this.#text()}'); }
  global static void later() { System.enqueueJob(new ${this.#job}()); Database.executeBatch(new ${this.#batch}()); ${future}('${this.#text()}'); }
  @future private static void ${future}(String ${this.#word()}) { ${this.#block(2)} }
}`;
  }

  #block(size: number, mayWrite = true): string {
    let block = '';
    for (let i = 0; i < size; i++) block += `${this.#statement(mayWrite)}\n    `;
    return block;
  }

  #statement(mayWrite: boolean): string {
    const kinds: Readonly<Record<string, () => string>> = {
      variable: () => `String ${this.#word()} = '${this.#text()}'.reverse();`,
      number: () => `Long ${this.#word()} = ${this.#number()}L * 1000003L;`,
      debug: () => `System.debug('${this.#text()}'.reverse() + '\\n' + '${this.#text()}');`,
      debugLevel: () => `System.debug(LoggingLevel.ERROR, new List<String>{ '${this.#text()}' });`,
      label: () => `System.debug(Label.${this.#label});`,
      collection: () => `Map<String, List<String>> ${this.#word()} = new Map<String, List<String>>{ '${this.#text()}' => new List<String>{ '${this.#text()}'.reverse() } };`,
      query: () => `List<Account> ${this.#word()} = [SELECT Id, Name FROM Account WHERE Name = '${this.#text()}' OR Site = '${this.#text()}'];`,
      dynamicQuery: () => `List<SObject> ${this.#word()} = Database.query('SELECT Id FROM T__c WHERE A__c = \\'' + '${this.#text()}'.reverse() + '\\'');`,
      badQuery: () => `try { Database.query('SELECT ${this.#word()} FROM Account'); } catch (QueryException ${this.#word()}) { }`,
      search: () => `List<List<SObject>> ${this.#word()} = [FIND '${this.#text()}' IN ALL FIELDS RETURNING Account(Id)];`,
      loop: () => `for (Account ${this.#word()} : [SELECT Name FROM Account WHERE Site != '${this.#text()}' LIMIT 2]) { String ${this.#word()} = '${this.#text()}'; }`,
      thrown: () => `try { throw new ${this.#exception}('${this.#text()}'.reverse()); } catch (${this.#exception} ${this.#word()}) { System.debug('${this.#text()}'); }`,
      libraryThrown: () => `try { Integer.valueOf('${this.#text()}'); } catch (TypeException ${this.#word()}) { }`,
      json: () => `Object ${this.#word()} = JSON.deserializeUntyped(JSON.serialize(new Map<String, String>{ '${this.#text()}' => '${this.#text()}'.reverse() }));`,
      assertion: () => `System.assert(true, '${this.#text()}'); Savepoint ${this.#word()} = Database.setSavepoint();`,
      type: () => `Type ${this.#word()} = Type.forName('${this.#exception}'); System.debug(${this.#exception}.class.getName());`,
      ...(this.#helpers.length > 0 && mayWrite ? { call: () => { const { name, method } = this.#pick(this.#helpers); return `${name}.${method}(1, '${this.#text()}'.reverse());`; } } : {}),
      ...(mayWrite ? {
        insert: () => `insert new T__c(A__c = '${this.#text()}'.reverse(), Name = '${this.#text()}');`,
        account: () => `Account ${this.#word()} = new Account(Name = '${this.#text()}', Description = '${this.#text()}'.reverse()); insert new List<Account>{ new Account(Name = '${this.#text()}') };`,
        refused: () => `try { insert new T__c(A__c = 'refuse', Name = '${this.#text()}'); } catch (DmlException ${this.#word()}) { }`,
        partial: () => `Database.SaveResult ${this.#word()} = Database.insert(new T__c(A__c = 'refuse', Name = '${this.#text()}'), false);`,
        update: () => `List<T__c> ${this.#word()} = [SELECT Id FROM T__c LIMIT 2]; for (T__c ${this.#word()} : [SELECT Id FROM T__c LIMIT 1]) { update new T__c(Id = [SELECT Id FROM T__c LIMIT 1].Id, A__c = '${this.#text()}'); }`,
      } : {}),
    };
    const kind = this.#pick(Object.keys(kinds));
    this.#kinds.add(kind);
    return kinds[kind]!();
  }
}

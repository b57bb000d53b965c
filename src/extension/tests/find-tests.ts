/** Test classes and methods in an Apex file, found without compiling it. Knows no 'vscode'. */

export interface FoundMethod {
  readonly name: string;
  /** 0-based. */
  readonly line: number;
}

export interface FoundTestClass {
  readonly name: string;
  /** 0-based. */
  readonly line: number;
  readonly methods: readonly FoundMethod[];
}

const testClass = /@isTest\b(?:\s*\([^)]*\))?\s*(?:(?:@\w+(?:\s*\([^)]*\))?|public|private|global|virtual|abstract|with\s+sharing|without\s+sharing|inherited\s+sharing)\s+)*class\s+(\w+)/i;
const testMethod = /(?:@isTest\b(?:\s*\([^)]*\))?\s*(?:(?:@\w+(?:\s*\([^)]*\))?|public|private|global|static)\s+)*|(?:(?:public|private|global|static)\s+)*testMethod\s+(?:(?:public|private|global|static)\s+)*)void\s+(\w+)\s*\(/gi;

/** The file's top-level class if it holds tests. Comments and strings don't count. */
export function findTests(text: string): FoundTestClass | undefined {
  const code = blankOut(text);
  const methods: FoundMethod[] = [];
  for (const match of code.matchAll(testMethod)) {
    const name = match[1];
    if (name) methods.push({ name, line: lineAt(code, match.index + match[0].lastIndexOf(name)) });
  }
  const annotated = testClass.exec(code);
  const declared = annotated ?? (methods.length > 0 ? /\bclass\s+(\w+)/i.exec(code) : null);
  const name = declared?.[1];
  if (!declared || !name || methods.length === 0) return undefined;
  return { name, line: lineAt(code, declared.index + declared[0].lastIndexOf(name)), methods };
}

/** The test at a line: the method whose declaration precedes it, else the class. */
export function testAt(found: FoundTestClass, line: number): string {
  const method = found.methods.findLast(candidate => candidate.line <= line);
  return method ? `${found.name}.${method.name}` : found.name;
}

function lineAt(text: string, offset: number): number {
  let line = 0;
  for (let index = text.indexOf('\n'); index !== -1 && index < offset; index = text.indexOf('\n', index + 1)) line++;
  return line;
}

/** Comments and strings as blanks: every place stays where it is. */
export function blankOut(text: string): string {
  return text.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'/g, part => part.replace(/[^\n]/g, ' '));
}

/** Times the parse of every class and trigger of a project. */
import { readFileSync } from 'node:fs';
import { parseCompilationUnit } from '../../src/sandbox/apex/syntax/parser.ts';
import { findSources } from '../../src/sandbox/org/sources.ts';

const sources = findSources(process.argv[2]!, null);
const texts = sources.map((source) => readFileSync(source.path, 'utf8'));
const lines = texts.reduce((sum, text) => sum + text.split('\n').length, 0);
const started = performance.now();
for (const text of texts) parseCompilationUnit(text);
console.log(`parse: ${texts.length} files, ${lines} lines in ${(performance.now() - started).toFixed(0)} ms (budget for NPSP 1500)`);

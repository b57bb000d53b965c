/** JSON: writing, reading into types, and the class System.JSON. */
import './json.ts';
import './generator.ts';
import './parser.ts';

/** JSON: writing, reading into types, and the class System.JSON. */
import './json.ts';

/** Library classes that speak to the platform: data, schema, tests, users, limits, HTTP. */
import './compound.ts';
import './cursor.ts';
import './custom-data.ts';
import './database.ts';
import './describe.ts';
import './formula-eval.ts';
import './http.ts';
import './limits.ts';
import './page-component.ts';
import './rest.ts';
import './search.ts';
import './sobject.ts';
import './system.ts';
import './test.ts';
import './trigger.ts';
import './user-info.ts';
import './web-service-callout.ts';

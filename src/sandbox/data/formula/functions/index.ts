/** All formula functions. */
import './dates.ts';
import './logic.ts';
import './math.ts';
import './text.ts';

export { FUNCTIONS } from './define.ts';

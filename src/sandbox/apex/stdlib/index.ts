/** Every implemented class of the standard library. */
import './platform/index.ts';

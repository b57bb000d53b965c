/** XML as documents and as streams. */
import './document.ts';
import './node.ts';
import './stream-reader.ts';
import './stream-writer.ts';

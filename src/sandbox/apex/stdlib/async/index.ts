/** Asynchronous Apex and events. */
import './future.ts';
import './queueable.ts';
import './finalizer.ts';
import './batch.ts';
import './schedule.ts';
import './change-capture.ts';
import './change-event-header.ts';
import './event-bus.ts';
import './event-delivery.ts';
import './test-events.ts';
import './flex-queue.ts';

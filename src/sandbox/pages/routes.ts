import { showHome } from './home.ts';
import type { Route } from './page.ts';
import { showObjects } from './records/object-list.ts';
import { editRecord, newRecord, saveRecord } from './records/record-edit.ts';
import { showRecords } from './records/record-list.ts';
import { confirmDelete, deleteRecord, findRecord, showRecord } from './records/record-view.ts';
import { logIn, logOut, showLogin } from './sign-in/login.ts';

/** Every address there is. The first that fits counts. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/login', access: 'anyone', answer: showLogin },
  { method: 'POST', path: '/login', access: 'anyone', answer: logIn },
  { method: 'POST', path: '/logout', access: 'anyone', answer: logOut },

  { method: 'GET', path: '/', access: 'user', answer: showHome },
  { method: 'GET', path: '/records', access: 'user', answer: showObjects },
  { method: 'GET', path: '/records/:object', access: 'user', answer: showRecords },
  { method: 'GET', path: '/records/:object/new', access: 'user', answer: newRecord },
  { method: 'POST', path: '/records/:object/new', access: 'user', answer: saveRecord },
  { method: 'GET', path: '/records/:object/:id', access: 'user', answer: showRecord },
  { method: 'GET', path: '/records/:object/:id/edit', access: 'user', answer: editRecord },
  { method: 'POST', path: '/records/:object/:id/edit', access: 'user', answer: saveRecord },
  { method: 'GET', path: '/records/:object/:id/delete', access: 'user', answer: confirmDelete },
  { method: 'POST', path: '/records/:object/:id/delete', access: 'user', answer: deleteRecord },
  { method: 'GET', path: '/record/:id', access: 'user', answer: findRecord },
];

export { launchBrowser } from './browser.ts';
export { chooseEditor } from './executable.ts';
export type { EditorHost } from './executable.ts';
export { canServe, installHost } from './install.ts';
export * from './paths.ts';
export type { Browser, BrowserContext, DevTools, FrameLocator, Locator, Page } from './playwright.ts';
export { run } from './run.ts';
export { installExtension, startServer } from './server.ts';
export type { ServerOptions, VSCodeServer } from './server.ts';

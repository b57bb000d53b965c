import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DISCOVERY_FILE_NAME } from '../../../src/protocol/discovery.ts';
import type { DiscoveryFile } from '../../../src/protocol/discovery.ts';
import { HOME_VARIABLE, worldStateDirectory } from '../../../src/protocol/environment.ts';
import { installExtension, launchBrowser, repositoryRoot, startServer } from '../../support/vscode/index.ts';
import type { Browser, BrowserContext, DevTools, Locator, Page, VSCodeServer } from '../../support/vscode/index.ts';
import { takePicture } from './picture.ts';

export interface WorkbenchOptions {
  readonly vsix: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly asksForTrust?: boolean;
  /** Opens a folder without anything in it instead of the sample's package. */
  readonly opensEmptyFolder?: boolean;
  /** Changes the copy's world file before anything reads it. */
  readonly changeWorld?: (world: SampleWorld) => void;
}

/** Of world.json, what tests read or change. */
export interface SampleWorld {
  readonly partner: { requireMfa?: boolean };
  readonly packages: readonly { readonly path: string }[];
  readonly orgs: readonly { readonly alias: string; grants: unknown[]; loginAccess?: { requiresMfa: boolean } }[];
}

/** What the windows of one walk share. */
interface Editor {
  /** Of everything that the walk writes. */
  readonly root: string;
  readonly server: VSCodeServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** Windows and other pages, for pictures of a failure. */
  readonly shown: Page[];
}

const viewport = { width: 1280, height: 800 };
const timeoutMs = 20_000;

/** A window of the real VS Code with the packaged extension and a fresh copy of the sample world. */
export class Workbench {
  readonly page: Page;
  readonly world: string;
  /** What is open; of the first window, the package's SFDX project. */
  readonly folder: string;
  private readonly editor: Editor;

  private constructor(editor: Editor, folder: string, page: Page) {
    this.editor = editor;
    this.world = join(editor.root, 'samples');
    this.folder = folder;
    this.page = page;
  }

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const root = mkdtempSync(join(tmpdir(), 'isv-walk-'));
    const world = join(root, 'samples');
    cpSync(join(repositoryRoot, 'samples'), world, { recursive: true });
    const worldFile = join(world, 'world.json');
    const sample = JSON.parse(readFileSync(worldFile, 'utf8')) as SampleWorld;
    options.changeWorld?.(sample);
    writeFileSync(worldFile, JSON.stringify(sample, null, 2));
    const folder = options.opensEmptyFolder ? join(root, 'empty') : join(world, sample.packages[0]?.path ?? '.');
    mkdirSync(folder, { recursive: true });
    const dataDirectory = join(root, 'server');
    mkdirSync(dataDirectory);
    await installExtension(dataDirectory, options.vsix);
    const settings = { 'debug.toolBarLocation': 'floating', 'editor.minimap.enabled': false, 'workbench.colorTheme': 'Default Dark Modern', 'window.commandCenter': false, 'workbench.reduceMotion': 'on', 'editor.codeLens': true, ...options.settings };
    const server = await startServer({ dataDirectory, settings, ...(options.asksForTrust ? { asksForTrust: true } : {}), env: { [HOME_VARIABLE]: join(root, 'home'), ...options.env } });
    const browser = await launchBrowser();
    const editor: Editor = { root, server, browser, context: await browser.newContext({ viewport }), shown: [] };
    return Workbench.window(editor, folder).catch(async (error: unknown) => {
      await closeEditor(editor);
      throw error;
    });
  }

  /** Another window of the same editor. `folder`: absolute, or relative to the world's. */
  openAnother(folder: string): Promise<Workbench> {
    return Workbench.window(this.editor, resolve(this.world, folder));
  }

  private static async window(editor: Editor, folder: string): Promise<Workbench> {
    const page = show(editor, await editor.context.newPage());
    await page.goto(editor.server.windowUrl({ folder }), { timeout: 60_000, waitUntil: 'domcontentloaded' });
    await page.locator('.explorer-folders-view').first().waitFor({ timeout: 60_000 });
    return new Workbench(editor, folder, page);
  }

  /** Ends the editor with all of its windows. */
  close(): Promise<void> {
    return closeEditor(this.editor);
  }

  /** What somebody else sees: a page of a browser that shares nothing with the editor's. */
  async newBrowserPage(colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const context = await this.editor.browser.newContext({ viewport, colorScheme });
    return show(this.editor, await context.newPage());
  }

  /** The next page that the editor opens in its browser, once `act` has made it. Its devices are the test's: `devTools`. */
  async pageOpenedBy(act: () => Promise<void>): Promise<Page> {
    const opened = this.editor.context.waitForEvent('page', { timeout: timeoutMs });
    await act();
    return show(this.editor, await opened);
  }

  devTools(page: Page): Promise<DevTools> {
    return this.editor.context.newCDPSession(page);
  }

  /** Address of the sandbox's web pages. Only once a window has started it. */
  get pages(): string {
    const state = worldStateDirectory(join(this.editor.root, 'home'), realpathSync(join(this.world, 'world.json')));
    return (JSON.parse(readFileSync(join(state, DISCOVERY_FILE_NAME), 'utf8')) as DiscoveryFile).pages;
  }

  /** Runs a command by its title, as a person does in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await input.waitFor();
    await input.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await input.waitFor();
    await input.fill(`:${line}`);
    await this.page.keyboard.press('Enter');
    await this.lineNumber(line).waitFor();
  }

  /** Clicks left of a line's number until the dot is there: clicks before the language's extension loads are lost. */
  async setBreakpoint(line: number): Promise<void> {
    await this.goToLine(line);
    for (let attempt = 0; attempt < 10; attempt++) {
      const box = await this.lineNumber(line).boundingBox();
      assert.ok(box, `line ${line} is not on the screen`);
      await this.page.mouse.click(box.x - 12, box.y + box.height / 2);
      try {
        await this.breakpointDots().first().waitFor({ timeout: 2000 });
        return;
      } catch {
        continue;
      }
    }
    throw new Error(`No breakpoint appeared at line ${line}.`);
  }

  breakpointDots(): Locator {
    return this.page.locator('.glyph-margin-widgets .codicon-debug-breakpoint, .cgmr.codicon-debug-breakpoint');
  }

  /** The row of a tree, list or quick pick that holds a text. */
  row(area: string, text: string | RegExp): Locator {
    return this.page.locator(`${area} .monaco-list-row`, { hasText: text }).first();
  }

  pick(text: string | RegExp): Locator {
    return this.row('.quick-input-list', text);
  }

  get callStack(): Locator {
    return this.page.locator('.debug-call-stack .monaco-list-row');
  }

  /** Chooses a frame near the top of the call stack. While further frames come in a row may become another one's, which is hit then: once more. */
  async chooseFrame(name: string): Promise<void> {
    const row = this.callStack.filter({ hasText: name }).first();
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.locator('.debug-call-stack').hover();
      await this.page.mouse.wheel(0, -2000);
      await row.click();
      try {
        await this.page.locator('.debug-call-stack .monaco-list-row.selected', { hasText: name }).first().waitFor({ timeout: 2000 });
        return;
      } catch {
        continue;
      }
    }
    throw new Error(`The frame ${name} could not be chosen.`);
  }

  get variables(): Locator {
    return this.page.locator('.debug-variables .monaco-list-row');
  }

  get console(): Locator {
    return this.page.locator('.repl .monaco-list-row');
  }

  get statusBarLogin(): Locator {
    return this.page.locator('.statusbar-item[id*="isvDebugger.login"]');
  }

  /** Expands a scope of the Variables view if it is collapsed. */
  async expandScope(name: string): Promise<void> {
    const row = this.row('.debug-variables', name);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
  }

  /** For people. `clip`: a part of the window, pixels. */
  async picture(name: string, clip?: { x: number; y: number; width: number; height: number }): Promise<void> {
    await takePicture(this.page, name, clip);
  }

  /** Pictures of a test's failure: whoever reads it wants to see every window. */
  async failurePicture(title: string): Promise<void> {
    const shown = this.editor.shown.filter(page => !page.isClosed());
    for (const [index, page] of shown.entries()) {
      // A page on its way to the next can't be pictured; the others can.
      await takePicture(page, `failed/${title.replaceAll(/\W+/g, '-')}${shown.length === 1 ? '' : `-${index + 1}`}`).catch((error: unknown) => console.error(`no picture of ${page.url()}: ${String(error).split('\n')[0]}`));
    }
  }

  private lineNumber(line: number): Locator {
    return this.page.locator('.editor-group-container.active .margin-view-overlays .line-numbers').filter({ hasText: new RegExp(`^${line}$`) }).first();
  }
}

function show({ shown }: Editor, page: Page): Page {
  page.setDefaultTimeout(timeoutMs);
  shown.push(page);
  return page;
}

async function closeEditor({ root, server, browser }: Editor): Promise<void> {
  await browser.close();
  await server.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

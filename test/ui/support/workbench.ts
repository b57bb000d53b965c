import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installExtension, launchBrowser, repositoryRoot, startServer } from '../../support/vscode/index.ts';
import type { Browser, Locator, Page, VSCodeServer } from '../../support/vscode/index.ts';
import { takePicture } from './picture.ts';

export interface WorkbenchOptions {
  readonly vsix: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly asksForTrust?: boolean;
  /** Opens a folder without anything in it instead of the sample's package. */
  readonly opensEmptyFolder?: boolean;
}

/** A window of the real VS Code with the packaged extension and a fresh copy of the sample world. */
export class Workbench {
  readonly page: Page;
  readonly world: string;
  /** The package's SFDX project: the folder that is open. */
  readonly folder: string;
  private readonly root: string;
  private readonly server: VSCodeServer;
  private readonly browser: Browser;

  private constructor(root: string, folder: string, server: VSCodeServer, browser: Browser, page: Page) {
    this.root = root;
    this.world = join(root, 'samples');
    this.folder = folder;
    this.server = server;
    this.browser = browser;
    this.page = page;
  }

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const root = mkdtempSync(join(tmpdir(), 'isv-walk-'));
    const world = join(root, 'samples');
    cpSync(join(repositoryRoot, 'samples'), world, { recursive: true });
    const { packages } = JSON.parse(readFileSync(join(world, 'world.json'), 'utf8')) as { packages: { path: string }[] };
    const folder = options.opensEmptyFolder ? join(root, 'empty') : join(world, packages[0]?.path ?? '.');
    mkdirSync(folder, { recursive: true });
    const dataDirectory = join(root, 'server');
    mkdirSync(dataDirectory);
    await installExtension(dataDirectory, options.vsix);
    const settings = { 'debug.toolBarLocation': 'floating', 'editor.minimap.enabled': false, 'workbench.colorTheme': 'Default Dark Modern', 'window.commandCenter': false, 'workbench.reduceMotion': 'on', 'editor.codeLens': true, ...options.settings };
    const server = await startServer({ dataDirectory, settings, ...(options.asksForTrust ? { asksForTrust: true } : {}), env: { ISV_DEBUGGER_HOME: join(root, 'home'), ...options.env } });
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const workbench = new Workbench(root, folder, server, browser, page);
    try {
      await page.goto(server.windowUrl({ folder }), { timeout: 60_000, waitUntil: 'domcontentloaded' });
      await page.locator('.explorer-folders-view').first().waitFor({ timeout: 60_000 });
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
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

  /** Picture of a test's failure: whoever reads it wants to see the window. */
  async failurePicture(title: string): Promise<void> {
    await this.picture(`failed/${title.replaceAll(/\W+/g, '-')}`);
  }

  private lineNumber(line: number): Locator {
    return this.page.locator('.editor-group-container.active .margin-view-overlays .line-numbers').filter({ hasText: new RegExp(`^${line}$`) }).first();
  }
}

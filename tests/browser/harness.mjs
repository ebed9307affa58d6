// A server over a copy of a model, and a browser that looks at it.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const OFFING = process.env.OFFING ?? join(ROOT, 'target', 'debug', 'offing');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

// A browser that speaks to nobody but the page it is given.
export const browser = () =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

// Returns a folder of its own, with a copy of a model in it where one is named.
export const folder = async (model) => {
  const path = await mkdtemp(join(tmpdir(), 'offing-browser-'));
  if (model) await cp(join(ROOT, 'models', model), join(path, 'model'), { recursive: true });
  return { path, model: join(path, 'model'), gone: () => rm(path, { recursive: true, force: true }) };
};

// Starts `offing serve` over a model on a port of its own; says where it is.
export const serve = async (model, record, ...options) => {
  const child = spawn(OFFING, ['serve', model, '--port', '0', '--record', record, ...options]);
  let said = '';
  const at = await new Promise((found, failed) => {
    const hear = (chunk) => {
      said += chunk;
      const address = said.match(/http:\/\/[^\s]+/);
      if (address) found(address[0].replace(/\/$/, ''));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('exit', (code) => failed(new Error(`offing serve ended with ${code}: ${said}`)));
    child.on('error', failed);
  });
  const end = () =>
    new Promise((ended) => {
      child.on('exit', ended);
      child.kill('SIGTERM');
    });
  return { at, end };
};

// Opens a page that remembers everything that should not be said on a console, and every dialog.
export const open = async (context) => {
  const page = await context.newPage();
  page.wrong = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.wrong.push(message.text());
  });
  page.on('pageerror', (error) => page.wrong.push(error.message));
  page.on('dialog', (dialog) => {
    page.wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  return page;
};

// Goes somewhere and waits for what the page says, not for its events, which never end.
export const go = (page, address) => page.goto(address, { waitUntil: 'domcontentloaded' });

// Returns what axe finds: each rule with the first place that breaks it.
export const violations = async (page) => {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 160)}`);
};

// Returns by how many pixels a page is wider than the window.
export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

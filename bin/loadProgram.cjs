'use strict';
// Loads the bundle of the command line with the code that V8 has compiled before: starting is mostly compiling. Node's own compile cache keeps a file as it was
// before it ran, and V8 compiles a function when it is first called, so that with it each start compiled some 900 functions again (30 of 110 ms).
// What is kept here is taken when the program ends. V8 itself refuses what another version or other flags of it have made.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

/** The exit code of a command that was not understood. */
const usageCode = 2;

/** Of Node: what few runs use, loaded when they do. It would take every start a millisecond. */
const seldom = new Set(['node:zlib']);

/** A first run may end early, or call little of what most runs call. What is kept is complete when so many runs after one another had hardly anything to add. */
const quietRuns = 3;

/** Of what is kept of a file: less than this is not worth keeping anew. */
const worthwhile = 0.02;

/** @typedef {{ readonly program: string, readonly quiet: number, readonly files: Record<string, [offset: number, length: number]> }} Index */

/**
 * Runs a program of CommonJS files.
 * @param {string} program its first file; the names of the others change with what they hold
 */
module.exports = function loadProgram(program) {
  const native = require('node:module').createRequire(program);
  const { mtimeMs, size } = fs.statSync(program);
  const cache = readCache(cacheFile(program), `${program} ${mtimeMs} ${size}`);
  /** @type {Map<string, { exports: unknown }>} */
  const modules = new Map();
  /** @type {Map<string, vm.Script>} */
  const scripts = new Map();
  let isComplete = cache.isComplete;

  const load = (/** @type {string} */ file) => {
    const known = modules.get(file);
    if (known) return known.exports;
    const loaded = { exports: {} };
    modules.set(file, loaded);
    const cachedData = cache.get(file);
    const source = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(file, 'utf8')}\n})`;
    const script = new vm.Script(source, { filename: file, cachedData });
    isComplete &&= cachedData !== undefined && !script.cachedDataRejected;
    scripts.set(file, script);
    const own = path.dirname(file);
    const requireFrom = (/** @type {string} */ name) => (name.startsWith('.') ? load(path.join(own, name)) : seldom.has(name) ? whenUsed(native, name) : native(name));
    script.runInThisContext().call(loaded.exports, loaded.exports, requireFrom, loaded, file, own);
    return loaded.exports;
  };

  process.on('exit', (code) => {
    // A word that is no verb leaves nothing.
    if (!isComplete && code !== usageCode) cache.write(scripts);
  });
  load(program);
};

/**
 * A module of Node that is loaded when something of it is asked for.
 * @param {NodeJS.Require} native
 * @param {string} name
 */
function whenUsed(native, name) {
  return new Proxy({}, { get: (_, member) => native(name)[member] });
}

/** Each verb has a file of its own, with the functions that it calls; explaining one is the work of another. Undefined for somebody who has no home. */
function cacheFile(/** @type {string} */ program) {
  const caches = cachesFolder();
  if (caches === undefined) return undefined;
  const asked = process.argv.slice(2);
  const verb = (!asked.includes('--help') && !asked.includes('-h') && /^[a-z]+$/.exec(asked[0] ?? '')?.[0]) || 'help';
  const place = path.dirname(program).replaceAll(/[^A-Za-z0-9]+/g, '-').slice(-100);
  return path.join(caches, 'sluice', `${verb}${place}-${v8.cachedDataVersionTag()}`);
}

function cachesFolder() {
  const { env, platform } = process;
  const told = env['XDG_CACHE_HOME'] || (platform === 'win32' && env['LOCALAPPDATA']);
  if (told) return told;
  try {
    return path.join(os.homedir(), platform === 'darwin' ? 'Library/Caches' : '.cache');
  } catch {
    // A user id that the system does not know, as in containers.
    return undefined;
  }
}

/**
 * A cache is its index as a line of JSON, then the compiled code of each file. One that is not there, cannot be read, or is of another program is an empty one.
 * @param {string | undefined} file
 * @param {string} program tells one build from the next
 */
function readCache(file, program) {
  /** @type {Index} */
  let index = { program, quiet: 0, files: {} };
  let bytes = Buffer.alloc(0);
  let start = 0;
  try {
    const kept = fs.readFileSync(file ?? '');
    const end = kept.indexOf(10);
    /** @type {Index} */
    const found = JSON.parse(kept.toString('utf8', 0, end));
    if (found.program === program) [index, bytes, start] = [found, kept, end + 1];
  } catch {
    // Then everything is compiled.
  }
  const get = (/** @type {string} */ name) => {
    const place = index.files[name];
    return place && bytes.subarray(start + place[0], start + place[0] + place[1]);
  };
  return {
    get,
    isComplete: index.quiet >= quietRuns,
    /** Keeps what these have compiled by now, besides what was kept of others. One who may not write goes without. */
    write(/** @type {ReadonlyMap<string, vm.Script>} */ scripts) {
      if (file === undefined) return;
      const codes = new Map(Object.keys(index.files).map((name) => [name, get(name)]));
      let quiet = index.quiet + 1;
      for (const [name, script] of scripts) {
        const code = script.createCachedData();
        const kept = codes.get(name);
        // V8 forgets what was not called for long: a long run may end with less than was kept.
        if (kept && !script.cachedDataRejected && code.length <= kept.length * (1 + worthwhile)) continue;
        codes.set(name, code);
        quiet = 0;
      }
      /** @type {Index['files']} */
      const files = {};
      let offset = 0;
      for (const [name, code] of codes) {
        files[name] = [offset, code.length];
        offset += code.length;
      }
      const part = `${file}.${process.pid}`;
      try {
        fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
        fs.writeFileSync(part, Buffer.concat([Buffer.from(`${JSON.stringify({ program, quiet, files })}\n`), ...codes.values()]), { mode: 0o600 });
        fs.renameSync(part, file);
      } catch {
        if (fs.existsSync(part)) fs.rmSync(part);
      }
    },
  };
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'
import { isStartWords } from './web/i18n/start-words.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// The web is built into .build/web; `src/apps/server.ts` mounts its handler. In development `npm run dev:web`
// serves the web alone and passes what belongs to the server on to a running Kicau.
const server = 'http://localhost:3000'

// Few files rather than many: on a slow network, and on plain http with its six connections, each one is a wait.
// What every screen of the desk starts with is one file, and the parts that most screens share are another.
// Machinery stands apart from both, since it brings no style: public pages get their own style and nothing else.
const groups = [
  { name: 'machinery', test: /node_modules\/(svelte|esm-env|clsx|devalue)\//, priority: 3 },
  { name: 'desk', test: /\/web\/(api\/(?!outbox)|app\/(shell|routes\/\(desk\)\/\+layout|routes\/\+error)|i18n\/(?!public|language)|features\/effort\/TimerChip)/, priority: 2 },
  { name: 'parts', test: /\/web\/ui\/(?!FileDrop)[\w-]+\.(svelte|ts)/, minShareCount: 7, priority: 1 },
]

/**
 * Writes the words that every screen of the desk begins with into one file a language, `<folder>/<language>.json`, by
 * namespace: ten small files are ten waits.
 */
function startWords(locales: string, folder: string): Plugin {
  const write = () => {
    mkdirSync(folder, { recursive: true })
    for (const language of readdirSync(locales)) {
      const names = readdirSync(join(locales, language)).map((file) => basename(file, '.json'))
      const bundles = names.filter(isStartWords).map((name) => [name, JSON.parse(readFileSync(join(locales, language, `${name}.json`), 'utf8')) as unknown])
      writeFileSync(join(folder, `${language}.json`), JSON.stringify(Object.fromEntries(bundles)))
    }
  }
  return {
    name: 'kicau-start-words',
    config: write,
    configureServer: ({ watcher }) => void watcher.on('change', (path) => path.startsWith(locales) && write()),
  }
}

export default defineConfig({
  plugins: [
    startWords(here('./locales'), here('./.build/words')),
    sveltekit({
      adapter: adapter({ out: '.build/web' }),
      files: { src: 'web/app', assets: 'web/static' },
      // Absolute addresses: the service worker keeps one shell for pages at any depth.
      paths: { relative: false },
      // The desk registers it, once it has been drawn and read (app/shell/OfflineBanner.svelte).
      serviceWorker: { register: false },
      // No `upgrade-insecure-requests`: on a shop's own network Kicau runs over plain http.
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // Elements are strict; attributes are open, because drawn bars and floating layers set their own places.
          'style-src': ['self', 'unsafe-inline'],
          'style-src-elem': ['self'],
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:', 'https:'],
          'media-src': ['self', 'blob:', 'https:'],
          'connect-src': ['self'],
          'font-src': ['self'],
          'worker-src': ['self'],
          'manifest-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  resolve: {
    alias: {
      $ui: here('./web/ui'),
      $api: here('./web/api'),
      $i18n: here('./web/i18n'),
      $features: here('./web/features'),
      $locales: here('./locales'),
    },
  },
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } } },
  server: {
    // Whole path parts: `/l` alone would swallow `/locales`, `/t` `/today`.
    proxy: { '^/(api|l|t|media)/': server },
  },
})

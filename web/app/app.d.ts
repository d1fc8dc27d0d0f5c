import type { Language } from '#contract/values.ts'

declare global {
  /**
   * What public pages may ask of the server. `src/apps/server.ts` puts the object that answers on the Node request.
   * A module adds its page by declaring this interface once more beside its feature:
   * `declare global { interface KicauPages { shopPage(slug: string): Promise<ShopPage | null> } }`
   */
  interface KicauPages {
    /** Whether this server stands at a public address. */
    publicUrl: string | null
  }

  namespace App {
    interface Locals {
      language: Language
      /** Another site may show this page in a frame. */
      framed?: boolean
    }
    interface Platform {
      /**
       * `kicauCaller`: who asks, as the server takes it (behind a proxy too), whether they are one of the shop's own or asked not
       * to be counted, and whether they have sent too many forms. `kicauAsk`: what the API answers them; null where it refuses.
       */
      req: {
        kicau?: KicauPages
        kicauAsk?: (path: string, language: Language) => Promise<unknown>
        kicauCaller?: { ip: string; own: boolean; doNotTrack: boolean; tooMany: boolean }
      }
    }
    interface PageState {
      beginStep?: 'aim' | 'worth'
    }
    interface Error {
      message: string
      /** In the reader's language, as `hooks.*.ts` found it. */
      title?: string
      text?: string
      home?: string
      /** Where that leads, if not to the front page. */
      to?: string
      /** The words that ask for the same page again: what could not be had for want of a connection. */
      again?: string
    }
  }
}

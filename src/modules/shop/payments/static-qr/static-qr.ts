import { currencies } from '#contract/values.ts'
import type { PayAdapter } from '../adapter.ts'
import { readEmv, withAmount } from './emv.ts'

/** The shop's own QR code, QRIS or DuitNow: nobody calls, and nobody can be asked. The owner sees the money and says so. */
export const staticQr: PayAdapter = {
  manifest: { kind: 'static-qr', currencies: [...currencies], ways: ['qr'], keyed: false, callSecret: false, sandbox: false },
  begin: async ({ amount, until }, { qr }) => {
    const code = qr && readEmv(qr.code)
    if (!qr || !code || 'fault' in code) return { is: 'refused', why: 'refused' }
    return { is: 'made', remoteId: null, address: null, qr: qr.amountInside ? withAmount(code, amount) : qr.code, until }
  },
}

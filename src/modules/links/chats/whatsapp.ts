import { readPhone } from '#platform/phone'
import type { ChatApp } from './chat-app.ts'

/** By the shop's number, in E.164. */
export const whatsapp: ChatApp = {
  read: readPhone,
  address: (number, { text }) => `https://wa.me/${number.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`,
}

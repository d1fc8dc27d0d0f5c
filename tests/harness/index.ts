export { testShop, type TestShop } from './shop.ts'
export { pdfText } from './pdf-text.ts'
export { startKicau, freePort, type RunningKicau } from './kicau.ts'
export { newMember, type Member } from './member.ts'

export { testShop, type TestShop } from './shop.ts'

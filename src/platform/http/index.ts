export { serve, servePublic, type Served, type ShopCall, type PublicCall, type LoginCall } from './serve.ts'
export { mountRoutes, languageFor, type Gate, type Login, type RouteHost } from './mount.ts'
export { problemOf, statusTable } from './problem.ts'
export { platformErrors } from './errors.ts'

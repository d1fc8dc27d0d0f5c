/** Where the engines live, or, with a URL, where one already runs. */
export interface EngineSettings {
  /** Kicau's data folder; made when missing. */
  dataDir: string
  /** A short folder for sockets; by default one is found. */
  runDir?: string
  /** A PostgreSQL to use instead of the embedded one. */
  databaseUrl?: string
  /** A ClickHouse to use instead of the embedded one: `http://user:password@host:8123/database`. */
  clickhouseUrl?: string
}

/** Fits `new pg.Pool(...)` as it is. */
export type PostgresAddress =
  | { connectionString: string }
  | { host: string; port: number; user: string; password: string; database: string }

/** Fits `createClient(...)` of @clickhouse/client as it is. */
export interface ClickhouseAddress {
  url: string
  username: string
  password: string
  database: string
}

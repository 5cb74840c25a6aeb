// PostGraphile 5 over our tables, as its documentation sets it up for production.
// node serveur.cjs: reads DATABASE_URL, listens on a free port of the loopback, says which.

const { createServer } = require("node:http");
const { postgraphile } = require("postgraphile");
const { PostGraphileAmberPreset } = require("postgraphile/presets/amber");
const { makePgService } = require("postgraphile/adaptors/pg");
const { jsonPgSmartTags } = require("postgraphile/utils");
const { grafserv } = require("postgraphile/grafserv/node");

// It calls every primary key `rowId`: our column of that name has to be called something else.
const noms = jsonPgSmartTags({
  version: 1,
  config: { class: { champs: { attribute: { row_id: { tags: { name: "rangee" } } } } } },
});

const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [noms],
  // It hides what no plain index serves; ours are partial, and made for these very pages.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ["public"] })],
  grafserv: { graphqlPath: "/graphql", watch: false, graphiql: false },
  grafast: { explain: false },
};

async function main() {
  const serveur = createServer();
  await postgraphile(preset).createServ(grafserv).addTo(serveur);
  serveur.listen(0, "127.0.0.1", () => console.log(serveur.address().port));
}

main();

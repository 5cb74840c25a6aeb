// Calls methods of @dnum-mi/ds-api-client, as published, and writes what each gave, or threw.
// node appels.cjs URL JETON APPELS.json REPONSES.json

const { readFileSync, writeFileSync } = require("node:fs");
const { DsApiClient } = require("@dnum-mi/ds-api-client");

const [url, jeton, appels, reponses] = process.argv.slice(2);

async function appeler(client, [methode, ...parametres]) {
  try {
    return { valeur: await client[methode](...parametres) };
  } catch (erreur) {
    return { erreur: erreur.message, reponse: erreur.graphQlResponse };
  }
}

async function main() {
  const client = new DsApiClient(url, jeton);
  const dits = [];
  for (const appel of JSON.parse(readFileSync(appels, "utf8"))) {
    dits.push(await appeler(client, appel));
  }
  const methodes = Object.getOwnPropertyNames(DsApiClient.prototype);
  writeFileSync(reponses, JSON.stringify({ methodes, dits }));
}

main();

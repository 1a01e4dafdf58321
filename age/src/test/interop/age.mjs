// Runs the npm package `age-encryption` for the interoperability tests. The package is looked for in the folder named
// by the first argument, so that this script can stay with the sources.
//
//   node age.mjs <node_modules> keygen
//   node age.mjs <node_modules> encrypt <recipient> <in> <out>
//   node age.mjs <node_modules> decrypt <identity file> <in> <out>
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [modules, command, key, input, output] = process.argv.slice(2);
const age = await import(pathToFileURL(`${modules}/age-encryption/dist/index.js`).href);

switch (command) {
  case "keygen": {
    const identity = await age.generateHybridIdentity();
    console.log(identity);
    console.log(await age.identityToRecipient(identity));
    break;
  }
  case "encrypt": {
    const encrypter = new age.Encrypter();
    encrypter.addRecipient(key);
    await writeFile(output, await encrypter.encrypt(new Uint8Array(await readFile(input))));
    break;
  }
  case "decrypt": {
    const decrypter = new age.Decrypter();
    decrypter.addIdentity((await readFile(key, "utf8")).trim());
    await writeFile(output, await decrypter.decrypt(new Uint8Array(await readFile(input))));
    break;
  }
  default:
    console.error(`unknown command ${command}`);
    process.exit(2);
}

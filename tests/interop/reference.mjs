// The reference JavaScript stack (@digitalbazaar/vc) as a process: a JSON request a line in, a JSON answer a line out.
//   {"op": "verify", "document", "resources": {url: document}}   → {"verified", "error"}
//   {"op": "issue", "document", "publicKeyMultibase", "secretKeyMultibase", "verificationMethod", "controller"} → {"document"}
//   {"op": "rate", …as issue, "seconds"}                          → {"issued_per_s"}
//   {"op": "verify_rate", …as verify, "seconds"}                  → {"verified_per_s", "error"}
// Nothing is fetched: its document loader serves the bundled contexts and what the request brings along.
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const contexts = new Map(
  JSON.parse(readFileSync(process.argv[2], 'utf8')).map(({url, file}) => [url, JSON.parse(readFileSync(file, 'utf8'))]));

function loaderOf(resources = {}) {
  return async url => {
    const [address, fragment] = url.split('#');
    const document = contexts.get(url) ?? resources[url] ?? part(resources[address], url, fragment);
    if(!document) {
      throw new Error(`Nothing is served for ${url}.`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}

function part(document, url, fragment) {
  const method = fragment && document?.verificationMethod?.find(({id}) => id === url);
  return method && {'@context': document['@context'], ...method};
}

async function suiteOf(request) {
  const key = await Ed25519Multikey.from({
    '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey', id: request.verificationMethod,
    controller: request.controller, publicKeyMultibase: request.publicKeyMultibase,
    secretKeyMultibase: request.secretKeyMultibase});
  return new DataIntegrityProof({signer: key.signer(), cryptosuite});
}

async function perSecond(seconds, one) {
  for(let warm = 0; warm < 20; ++warm) {
    await one();
  }
  const start = performance.now();
  let count = 0;
  while(performance.now() - start < seconds * 1000) {
    await one();
    ++count;
  }
  return count / ((performance.now() - start) / 1000);
}

const operations = {
  async verify({document, resources}) {
    const result = await vc.verifyCredential({
      credential: document, suite: new DataIntegrityProof({cryptosuite}), documentLoader: loaderOf(resources),
      checkStatus: options => checkStatus({...options, verifyBitstringStatusListCredential: true})});
    const revoked = result.statusResult?.results?.some(({status}) => status) ?? false;
    const error = result.error?.errors?.map(String).join(' ') ?? (result.error ? String(result.error) : '');
    return {verified: result.verified && !revoked, revoked, error};
  },
  async issue(request) {
    return {document: await vc.issue({
      credential: request.document, suite: await suiteOf(request), documentLoader: loaderOf()})};
  },
  async rate(request) {
    const suite = await suiteOf(request);
    const documentLoader = loaderOf();
    return {issued_per_s: await perSecond(request.seconds, () =>
      vc.issue({credential: structuredClone(request.document), suite, documentLoader}))};
  },
  async verify_rate({seconds, ...request}) {
    const {verified, error} = await operations.verify(request);
    return verified ? {verified_per_s: await perSecond(seconds, () => operations.verify(request))} : {error};
  }
};

for await (const line of createInterface({input: process.stdin})) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await operations[request.op](request);
  } catch(error) {
    answer = {error: error.stack};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

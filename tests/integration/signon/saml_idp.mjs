// A SAML identity provider of another make (samlify), for tests: it reads our metadata and requests and signs answers.
// Started with a folder that holds key.pem and cert.pem; prints its port.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import samlify from "samlify";

const folder = process.argv[2];
const read = (name) => readFileSync(`${folder}/${name}`, "utf8");
samlify.setSchemaValidator({ validate: () => Promise.resolve("not run") });

let person = {};
let site = null;
const requests = [];
const named = (name) => ({
  name,
  valueTag: name,
  nameFormat: "urn:oasis:names:tc:SAML:2.0:attrname-format:basic",
  valueXsiType: "xs:string",
});
const attributes = ["mail", "displayName", "groups"].map(named);

// Its own template leaves the statement of the sign-on to us.
const statement =
  '<saml:AuthnStatement AuthnInstant="{IssueInstant}" SessionIndex="{AssertionID}"><saml:AuthnContext>' +
  "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>" +
  "</saml:AuthnContext></saml:AuthnStatement>";
const template = samlify.SamlLib.defaultLoginResponseTemplate.context.replace("{AuthnStatement}", statement);

function provider() {
  const here = `http://127.0.0.1:${server.address().port}`;
  return samlify.IdentityProvider({
    entityID: `${here}/metadata`,
    signingCert: read("cert.pem"),
    privateKey: read("key.pem"),
    requestSignatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    nameIDFormat: ["urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"],
    singleSignOnService: [{ Binding: samlify.Constants.namespace.binding.redirect, Location: `${here}/sso` }],
    loginResponseTemplate: { context: template, attributes },
  });
}

function filled(idp, info) {
  return (text) => {
    const now = new Date();
    const later = new Date(now.getTime() + 300_000);
    const consumer = site.entityMeta.getAssertionConsumerService("post");
    const id = `_${randomUUID()}`;
    const values = {
      ID: id,
      AssertionID: `_${randomUUID()}`,
      Destination: consumer,
      Audience: site.entityMeta.getEntityID(),
      SubjectRecipient: consumer,
      AssertionConsumerServiceURL: consumer,
      NameIDFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      NameID: person.subject,
      Issuer: idp.entityMeta.getEntityID(),
      IssueInstant: now.toISOString(),
      ConditionsNotBefore: now.toISOString(),
      ConditionsNotOnOrAfter: later.toISOString(),
      SubjectConfirmationDataNotOnOrAfter: later.toISOString(),
      InResponseTo: info.extract.request.id,
      StatusCode: "urn:oasis:names:tc:SAML:2.0:status:Success",
      attrMail: person.mail,
      attrDisplayName: person.displayName,
      attrGroups: person.groups,
    };
    return { id, context: samlify.SamlLib.replaceTagsByValue(text, values) };
  };
}

async function answered(request, url) {
  if (url.pathname === "/metadata") return ["application/samlmetadata+xml", provider().getMetadata()];
  if (url.pathname === "/requests") return ["application/json", JSON.stringify(requests)];
  if (url.pathname === "/person") {
    person = JSON.parse(await body(request));
    return ["text/plain", "kept"];
  }
  if (url.pathname === "/site") {
    site = samlify.ServiceProvider({ metadata: await body(request) });
    return ["text/plain", "kept"];
  }
  if (url.pathname === "/sso") {
    const idp = provider();
    const query = Object.fromEntries(url.searchParams);
    const info = await idp.parseLoginRequest(site, "redirect", { query });
    requests.push(info.extract);
    const answer = await idp.createLoginResponse(site, info, "post", person, filled(idp, info), false);
    const form =
      `<!doctype html><title>Sign on</title><form method="post" action="${answer.entityEndpoint}">` +
      `<input type="hidden" name="SAMLResponse" value="${answer.context}"><button>Go on</button></form>`;
    return ["text/html", form];
  }
  return ["text/plain", "nothing"];
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

const server = createServer((request, response) => {
  answered(request, new URL(request.url, "http://127.0.0.1"))
    .then(([type, content]) => {
      response.writeHead(200, { "content-type": type });
      response.end(content);
    })
    .catch((error) => {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(String(error.stack ?? error));
    });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));

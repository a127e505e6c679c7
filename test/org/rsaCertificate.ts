import { type KeyObject, sign } from 'node:crypto';
import { bits, der, moment, objectId, sequence, setOf, tagged, text, whole } from '../../demoOrg/http/der.ts';

/** A self-signed X.509 certificate (PEM) of an RSA key pair, as `openssl req -x509` makes one. */
export function rsaCertificate({ publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }): string {
  const sha256WithRsa = sequence(objectId('1.2.840.113549.1.1.11'), der(0x05));
  const name = sequence(setOf(sequence(objectId('2.5.4.3'), text('robot'))));
  const validity = sequence(moment(new Date(Date.now() - 60_000)), moment(new Date(Date.now() + 86_400_000)));
  const content = sequence(tagged(0, whole(2)), whole(1), sha256WithRsa, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }));
  const signed = sequence(content, sha256WithRsa, bits(sign('sha256', content, privateKey)));
  return `-----BEGIN CERTIFICATE-----\n${signed.toString('base64').match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`;
}

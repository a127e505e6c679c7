import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bits, der, moment, objectId, octets, sequence, setOf, tagged, text, truth, whole } from './der.ts';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
  readonly validUntil: string;
}

const dayMs = 24 * 60 * 60 * 1_000;
/** Longer-lived ones are refused by some clients. */
const validDays = 800;
const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

/** A certificate for this machine, signed by its own key (RFC 5280): for `localhost`, 127.0.0.1 and ::1. Clients have to be told to trust it. */
export function selfSignedCertificate(now: Date): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const validUntil = new Date(now.getTime() + validDays * dayMs);
  const name = sequence(setOf(sequence(objectId('2.5.4.3'), text('Sluice demo org'))));
  const content = sequence(
    tagged(0, whole(2)),
    whole(1, ...randomBytes(15)),
    ecdsaWithSha256,
    name,
    sequence(moment(new Date(now.getTime() - dayMs)), moment(validUntil)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions())),
  );
  const signed = sequence(content, ecdsaWithSha256, bits(sign('sha256', content, privateKey)));
  const lines = signed.toString('base64').match(/.{1,64}/g)!;
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    validUntil: validUntil.toISOString(),
  };
}

function extensions(): Buffer[] {
  const loopback6 = Buffer.from([...Array.from({ length: 15 }, () => 0), 1]);
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])), der(0x87, loopback6));
  const isAuthority = sequence(truth(true));
  return [
    sequence(objectId('2.5.29.19'), truth(true), octets(isAuthority)),
    sequence(objectId('2.5.29.17'), octets(names)),
    sequence(objectId('2.5.29.37'), octets(sequence(objectId('1.3.6.1.5.5.7.3.1')))),
  ];
}

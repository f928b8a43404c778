/** Algorithms of security associations: YANG's names, VPP's numbers, lengths of keys. */

import { IpsecCryptoAlg, IpsecIntegAlg } from "vpp-binapi-ts/api";

interface Encryption {
  readonly number: IpsecCryptoAlg;
  /** In bytes. */
  readonly keyLength: number;
  /** "aead" authenticates itself; "alone" is not combined with an integrity algorithm in VPP. */
  readonly integrity: "optional" | "aead" | "alone";
}

const encryptions: Readonly<Record<string, Encryption>> = {
  none: encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_NONE, 0),
  "aes-cbc-128": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_CBC_128, 16),
  "aes-cbc-192": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_CBC_192, 24),
  "aes-cbc-256": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_CBC_256, 32),
  "aes-ctr-128": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_CTR_128, 16),
  "aes-ctr-192": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_CTR_192, 24),
  "aes-ctr-256": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_CTR_256, 32),
  "aes-gcm-128": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_GCM_128, 16, "aead"),
  "aes-gcm-192": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_GCM_192, 24, "aead"),
  "aes-gcm-256": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_GCM_256, 32, "aead"),
  "des-cbc": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_DES_CBC, 8, "alone"),
  "3des-cbc": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_3DES_CBC, 24),
  "chacha20-poly1305": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_CHACHA20_POLY1305, 32, "aead"),
  "aes-null-gmac-128": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_NULL_GMAC_128, 16, "aead"),
  "aes-null-gmac-192": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_NULL_GMAC_192, 24, "aead"),
  "aes-null-gmac-256": encryption(IpsecCryptoAlg.IPSEC_API_CRYPTO_ALG_AES_NULL_GMAC_256, 32, "aead"),
};

const integrities: Readonly<Record<string, IpsecIntegAlg>> = {
  none: IpsecIntegAlg.IPSEC_API_INTEG_ALG_NONE,
  "md5-96": IpsecIntegAlg.IPSEC_API_INTEG_ALG_MD5_96,
  "sha1-96": IpsecIntegAlg.IPSEC_API_INTEG_ALG_SHA1_96,
  "sha-256-96": IpsecIntegAlg.IPSEC_API_INTEG_ALG_SHA_256_96,
  "sha-256-128": IpsecIntegAlg.IPSEC_API_INTEG_ALG_SHA_256_128,
  "sha-384-192": IpsecIntegAlg.IPSEC_API_INTEG_ALG_SHA_384_192,
  "sha-512-256": IpsecIntegAlg.IPSEC_API_INTEG_ALG_SHA_512_256,
};

export function encryptionNamed(name: string): Encryption {
  return encryptions[name]!;
}

export function integrityNumber(name: string): IpsecIntegAlg {
  return integrities[name]!;
}

/** YANG's name of VPP's number; undefined for one that the model does not have. */
export function encryptionName(number: number): string | undefined {
  return Object.keys(encryptions).find((name) => encryptions[name]!.number === number);
}

export function integrityName(number: number): string | undefined {
  return Object.keys(integrities).find((name) => integrities[name] === number);
}

function encryption(
  number: IpsecCryptoAlg,
  keyLength: number,
  integrity: Encryption["integrity"] = "optional",
): Encryption {
  return { number, keyLength, integrity };
}

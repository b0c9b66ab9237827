//! The algorithms are the published ones: answers from their specifications.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInPlace};
use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use vault::{Kdf, Key, RowKey, open_row, row_context, seal_row};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .collect();
    let bytes = digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]);
    bytes.map(|byte| u8::try_from(byte).unwrap()).collect()
}

/// RFC 9106, section 5.3.
#[test]
fn argon2id_gives_the_tag_of_the_rfc() {
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .output_len(32)
        .data(AssociatedData::new(&[4; 12]).unwrap())
        .build()
        .unwrap();
    let secret = [3; 8];
    let argon2 =
        Argon2::new_with_secret(&secret, Algorithm::Argon2id, Version::V0x13, params).unwrap();
    let mut tag = [0; 32];
    argon2
        .hash_password_into(&[1; 32], &[2; 16], &mut tag)
        .unwrap();
    let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
    assert_eq!(tag.to_vec(), hex(expected));
}

/// What our own derivation gives is Argon2id of version 1.3 with one lane and no further input.
#[test]
fn a_key_is_plain_argon2id() {
    let key = Kdf::FLOOR.derive(b"three blue lifts", &[7; 16]).unwrap();
    let params = ParamsBuilder::new()
        .m_cost(19 * 1024)
        .t_cost(2)
        .p_cost(1)
        .output_len(32)
        .build()
        .unwrap();
    let mut expected = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(b"three blue lifts", &[7; 16], &mut expected)
        .unwrap();
    assert_eq!(key.bytes(), &expected);
}

struct Vector {
    key: &'static str,
    nonce: &'static str,
    context: &'static str,
    plain: &'static str,
    sealed: &'static str,
    tag: &'static str,
}

/// Test cases 13 to 16 for AES-256 of the specification that NIST took up in SP 800-38D
/// (McGrew and Viega, The Galois/Counter Mode of Operation, appendix B).
const VECTORS: [Vector; 4] = [
    Vector {
        key: "0000000000000000000000000000000000000000000000000000000000000000",
        nonce: "000000000000000000000000",
        context: "",
        plain: "",
        sealed: "",
        tag: "530f8afbc74536b9a963b4f1c4cb738b",
    },
    Vector {
        key: "0000000000000000000000000000000000000000000000000000000000000000",
        nonce: "000000000000000000000000",
        context: "",
        plain: "00000000000000000000000000000000",
        sealed: "cea7403d4d606b6e074ec5d3baf39d18",
        tag: "d0d1c8a799996bf0265b98b5d48ab919",
    },
    Vector {
        key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        nonce: "cafebabefacedbaddecaf888",
        context: "",
        plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
        sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                 8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
        tag: "b094dac5d93471bdec1a502270e3cc6c",
    },
    Vector {
        key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        nonce: "cafebabefacedbaddecaf888",
        context: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                 8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
        tag: "76fc6ece0f4e1768cddf8853bb2d551b",
    },
];

#[test]
fn aes_256_gcm_gives_the_answers_of_its_specification() {
    for vector in &VECTORS {
        let key: [u8; 32] = hex(vector.key).try_into().unwrap();
        let nonce: [u8; 12] = hex(vector.nonce).try_into().unwrap();
        let mut content = hex(vector.plain);
        let tag = Aes256Gcm::new(&key.into())
            .encrypt_in_place_detached(&nonce.into(), &hex(vector.context), &mut content)
            .unwrap();
        assert_eq!(content, hex(vector.sealed));
        assert_eq!(tag.to_vec(), hex(vector.tag));
    }
}

/// A sealed row is these answers in a row: the kind, the nonce, the sealed bytes, the tag.
#[test]
fn a_row_is_laid_out_as_written() {
    for vector in VECTORS.iter().filter(|vector| vector.context.is_empty()) {
        let key = Key::from_bytes(&hex(vector.key).try_into().unwrap());
        let nonce = hex(vector.nonce).try_into().unwrap();
        let row = seal_row(&key, "", nonce, &hex(vector.plain)).unwrap();
        let expected = [
            vec![1],
            hex(vector.nonce),
            hex(vector.sealed),
            hex(vector.tag),
        ];
        assert_eq!(row, expected.concat());
        assert_eq!(open_row(&key, "", &row).unwrap(), hex(vector.plain));
    }
}

/// What lies on tablets: neither the words nor their order may ever change.
#[test]
fn the_context_of_a_row_is_written_in_stone() {
    assert_eq!(
        row_context("doorstep-x", "entries", RowKey::Number(7)),
        "doorstep-row\n1\ndoorstep-x\nentries\n#7"
    );
    assert_eq!(
        row_context("doorstep", "meta", RowKey::Text("identity")),
        "doorstep-row\n1\ndoorstep\nmeta\nidentity"
    );
}

//! The kept inputs of the fuzz targets, replayed as they are and in some thousand broken forms.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

#[path = "../../fuzz/inputs.rs"]
mod inputs;

/// How often each input is broken, each time in another way. `FUZZ_FORMS=1000000` tries longer.
fn forms() -> u64 {
    std::env::var("FUZZ_FORMS").map_or(2_000, |text| text.parse().unwrap())
}

/// What tends to matter in JSON.
const WORDS: [&str; 16] = [
    "null",
    "-1",
    "1e400",
    "18446744073709551615",
    "9007199254740993",
    "\"\"",
    "[]",
    "{}",
    "\\u0000",
    "\"v\":2",
    "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
    "\u{feff}",
    ",",
    "\"",
    "}",
    "\\",
];

/// Changes a few places: other bytes, a piece out, a piece twice, a word in.
fn broken(input: &[u8], dice: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..dice.usize(1..4) {
        if bytes.is_empty() {
            break;
        }
        let at = dice.usize(..bytes.len());
        let end = (at + dice.usize(1..64)).min(bytes.len());
        match dice.u8(..5) {
            0 => bytes[at] ^= 1 << dice.u8(..8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => drop(bytes.splice(at..at, dice.choice(WORDS).unwrap().bytes())),
            _ => {
                // A number or a word in place of another.
                let ends = |byte: &u8| b",:]}".contains(byte);
                let from = bytes[..at].iter().rposition(ends).map_or(0, |at| at + 1);
                let to = bytes[at..]
                    .iter()
                    .position(ends)
                    .map_or(bytes.len(), |n| at + n);
                bytes.splice(from..to.max(from), dice.choice(WORDS).unwrap().bytes());
            }
        }
    }
    bytes
}

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let input = fs::read(&path).unwrap();
        run(&input);
        for seed in 0..forms() {
            let (input, begun) = (
                broken(&input, &mut fastrand::Rng::with_seed(seed)),
                Instant::now(),
            );
            run(&input);
            let taken = begun.elapsed();
            assert!(
                taken < Duration::from_secs(10),
                "{} with seed {seed}: {taken:?}",
                path.display()
            );
        }
        inputs += 1;
    }
    assert!(inputs > 0, "there is no corpus for {target}");
}

#[test]
fn bundles() {
    replay("bundle", inputs::bundle);
}

#[test]
fn answers() {
    replay("answer", inputs::answer);
}

#[test]
fn questions() {
    replay("question", inputs::question);
}

#[test]
fn backups() {
    replay("backup", inputs::backup);
}

#[test]
fn packs() {
    replay("pack", inputs::pack);
}

#[test]
fn what_comes_in_few_bytes() {
    replay("wire", inputs::wire);
}

/// What is sent in few bytes holds itself to a hash at its end. Here that is made right again after
/// something was changed, so that what stands behind it is reached too.
#[test]
fn what_comes_in_few_bytes_with_a_right_end() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/bundle");
    let mut read = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read(entry.unwrap().path()).unwrap();
        for seed in 0..forms() {
            let text = broken(&text, &mut fastrand::Rng::with_seed(seed));
            // What JSON lets through must get through in few bytes as well, or be refused.
            let Ok(bundle) = ledger::Bundle::read(&text) else {
                continue;
            };
            let sent = ledger::wire::of_bundle(bundle, ledger::Entry::hash);
            inputs::wire(&sent.unwrap_or_default());
            read += 1;
        }
    }
    assert!(read > 0);
}

/// With `PACK_CORPUS=folder` it leaves the packs there, and what is sent in few bytes in `wire`
/// beside it: so these two were made.
#[test]
fn a_pack_of_every_kept_bundle_reads_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/bundle");
    let mut packed = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bundle) = ledger::Bundle::read(&fs::read(&path).unwrap()) else {
            continue;
        };
        let mut writer = ledger::lean::Writer::default();
        for entry in &bundle.entries {
            writer.entry(entry, entry.hash());
        }
        let (text, noise) = writer.streams();
        let mut reader = ledger::lean::Reader::new(text, noise);
        for entry in &bundle.entries {
            assert_eq!(&reader.row().unwrap().into_entry(), entry);
        }
        assert!(reader.is_at_end());
        packed += bundle.entries.len();
        if let Some(to) = std::env::var_os("PACK_CORPUS") {
            let length = u16::try_from(text.len()).unwrap().to_le_bytes();
            let input = [&length[..], text, noise].concat();
            let name = path.file_name().unwrap();
            fs::write(Path::new(&to).join(name), input).unwrap();
            if let Some(sent) = ledger::wire::of_bundle(bundle, ledger::Entry::hash) {
                fs::write(Path::new(&to).join("../wire").join(name), sent).unwrap();
            }
        }
    }
    assert!(packed > 0);
}

//! What a vault promises.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use vault::{
    Header, Kdf, KdfError, Key, OpenError, RecoveryCode, RecoveryCodeError, RowError, Secret,
    Strength, open_row, seal_row, strength,
};

fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut generator = fastrand::Rng::with_seed(seed);
    move |bytes| generator.fill(bytes)
}

fn created(seed: u64) -> (Header, Key, RecoveryCode) {
    Header::create("three blue lifts", Kdf::FLOOR, &mut dice(seed)).unwrap()
}

#[test]
fn passphrase_and_code_open_the_same_key() {
    let (header, key, code) = created(1);
    let header = Header::from_json(&header.to_json()).unwrap();
    let by_passphrase = header.open(Secret::Passphrase("three blue lifts"));
    assert!(by_passphrase.unwrap() == key);
    let typed = code.reveal().to_lowercase().parse().unwrap();
    assert!(header.open(Secret::Recovery(&typed)).unwrap() == key);
}

#[test]
fn what_is_wrong_is_told_apart_from_what_is_damaged() {
    let (header, ..) = created(2);
    let (_, _, foreign) = created(3);
    let wrong = Secret::Passphrase("three blue lift");
    assert_eq!(header.open(wrong).err(), Some(OpenError::WrongSecret));
    let foreign = Secret::Recovery(&foreign);
    assert_eq!(header.open(foreign).err(), Some(OpenError::WrongSecret));
}

#[test]
fn a_new_passphrase_shuts_out_the_old_one_and_changes_nothing_else() {
    let (mut header, key, code) = created(4);
    let new = Secret::Passphrase("four red doors");
    header.wrap(&key, new, Kdf::FLOOR, &mut dice(5)).unwrap();
    assert!(header.open(new).unwrap() == key);
    let old = Secret::Passphrase("three blue lifts");
    assert_eq!(header.open(old).err(), Some(OpenError::WrongSecret));
    assert!(header.open(Secret::Recovery(&code)).unwrap() == key);

    let other = RecoveryCode::random(&mut dice(6));
    let by_other = Secret::Recovery(&other);
    header
        .wrap(&key, by_other, Kdf::FLOOR, &mut dice(7))
        .unwrap();
    assert!(header.open(by_other).unwrap() == key);
    let by_old = Secret::Recovery(&code);
    assert_eq!(header.open(by_old).err(), Some(OpenError::WrongSecret));
}

#[test]
fn a_header_with_a_flipped_bit_is_damaged_wherever_it_is() {
    let (header, ..) = created(8);
    let json = header.to_json().into_bytes();
    for bit in 0..json.len() * 8 {
        let mut flipped = json.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let opened = str::from_utf8(&flipped)
            .map_err(|_| OpenError::Damaged)
            .and_then(Header::from_json);
        // The version's own digit may become that of a later one.
        let told = matches!(opened, Err(OpenError::Damaged | OpenError::Newer));
        assert!(told, "bit {bit}: {opened:?}");
    }
}

#[test]
fn a_header_of_a_later_version_is_told_as_such() {
    let later = r#"{"v":2,"passphrase":"something else"}"#;
    assert_eq!(Header::from_json(later).err(), Some(OpenError::Newer));
    for nonsense in ["", "{}", "[]", "{\"v\":-1}", "{\"v\":1}", "null"] {
        assert_eq!(Header::from_json(nonsense).err(), Some(OpenError::Damaged));
    }
}

#[test]
fn guessing_cannot_be_made_cheap() {
    assert_eq!(Kdf::new(1024, 2), Err(KdfError::BelowFloor));
    assert_eq!(Kdf::new(19 * 1024, 1), Err(KdfError::BelowFloor));
    assert_eq!(Kdf::new(u32::MAX, 2), Err(KdfError::TooMuch));
    assert_eq!(Kdf::new(19 * 1024, u32::MAX), Err(KdfError::TooMuch));
    assert_eq!(Kdf::new(19 * 1024, 2), Ok(Kdf::FLOOR));
}

#[test]
fn nothing_secret_is_shown_by_chance() {
    let (header, key, code) = created(9);
    let shown = format!(
        "{header:?} {key:?} {code:?} {:?} {:?}",
        Secret::Passphrase("three blue lifts"),
        Secret::Recovery(&code)
    );
    assert!(!shown.contains("blue"));
    for group in code.groups() {
        assert!(!shown.contains(group), "{shown}");
    }
    assert!(shown.contains("Key(…)"), "{shown}");
}

#[test]
fn any_one_wrong_character_of_a_code_is_noticed() {
    let code = RecoveryCode::random(&mut dice(10)).reveal();
    for (place, right) in code.char_indices().filter(|(_, c)| *c != '-') {
        for wrong in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
            let mut typed = code.clone();
            typed.replace_range(place..=place, &wrong.to_string());
            let read = typed.parse::<RecoveryCode>();
            let expected = (wrong != right).then_some(RecoveryCodeError::Check);
            assert_eq!(read.err(), expected, "{wrong} at {place}");
        }
    }
}

#[test]
fn two_characters_of_a_code_that_changed_places_are_noticed() {
    let code = RecoveryCode::random(&mut dice(11))
        .reveal()
        .replace('-', "");
    for first in 0..code.len() {
        for second in first + 1..code.len() {
            let mut typed: Vec<_> = code.chars().collect();
            typed.swap(first, second);
            let same = typed[first] == typed[second];
            let typed: String = typed.into_iter().collect();
            assert_eq!(typed.parse::<RecoveryCode>().is_ok(), same);
        }
    }
}

#[test]
fn a_code_is_read_as_people_type() {
    let code = (0..).map(|seed| RecoveryCode::random(&mut dice(seed)));
    let code = code.map(|code| code.reveal());
    let code = code
        .into_iter()
        .find(|c| c.contains('0') && c.contains('1'));
    let code = code.unwrap();
    let typed = [
        code.to_lowercase(),
        code.replace('0', "O").replace('1', "l"),
        code.replace('0', "o").replace('1', "I"),
        code.replace('-', " "),
        code.replace('-', ""),
        format!("  {} \n", code.replace('-', "－")),
        code.chars()
            .map(|c| if c == '-' { '–' } else { wide(c) })
            .collect(),
    ];
    for typed in typed {
        let read: RecoveryCode = typed.parse().unwrap_or_else(|e| panic!("{typed}: {e}"));
        assert_eq!(read.reveal(), code);
    }
    let short = &code[..code.len() - 1];
    let read = short.parse::<RecoveryCode>();
    assert_eq!(read.err(), Some(RecoveryCodeError::Length(23)));
    let odd = code.replacen(|c: char| c != '-', "!", 1);
    let read = odd.parse::<RecoveryCode>();
    assert_eq!(read.err(), Some(RecoveryCodeError::Character('!')));
}

#[test]
fn a_group_is_compared_as_people_type() {
    let code = RecoveryCode::random(&mut dice(12));
    for (index, group) in code.groups().enumerate() {
        assert!(code.has_group(index, &format!(" {} ", group.to_lowercase())));
        assert!(code.has_group(index, &group.chars().map(wide).collect::<String>()));
        assert!(!code.has_group(index, &group[1..]));
        assert!(!code.has_group(index, ""));
    }
    assert!(!code.has_group(6, ""));
}

fn wide(narrow: char) -> char {
    char::from_u32(u32::from(narrow) + 0xfee0).unwrap()
}

#[test]
fn strength_is_told_in_plain_words() {
    for easy in [
        "",
        "12345678",
        "aaaaaaaaaaaa",
        "password",
        "Password1",
        "qwerty12",
        "2580",
    ] {
        assert_eq!(strength(easy), Strength::TooEasy, "{easy}");
    }
    assert_eq!(strength("lifts and cats"), Strength::Fair);
    assert!(strength("白馬過橋") >= Strength::Fair);
    assert!(strength("三樓的貓不喜歡下雨天") >= Strength::Strong);
    assert!(strength("three blue lifts, no cats") == Strength::Strong);
}

proptest! {
    #[test]
    fn a_row_opens_where_it_was_sealed_and_nowhere_else(
        seed: u64,
        content in prop::collection::vec(any::<u8>(), 0..300),
        flip: prop::sample::Index,
    ) {
        let key = Key::random(&mut dice(seed));
        let row = seal_row(&key, "here", [9; 12], &content).unwrap();
        prop_assert_eq!(open_row(&key, "here", &row), Ok(content));
        prop_assert_eq!(open_row(&key, "there", &row), Err(RowError::Damaged));
        let other = Key::random(&mut dice(seed.wrapping_add(1)));
        prop_assert_eq!(open_row(&other, "here", &row), Err(RowError::Damaged));

        let mut flipped = row.clone();
        let bit = flip.index(row.len() * 8);
        flipped[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(open_row(&key, "here", &flipped).is_err());
        let cut = flip.index(row.len());
        prop_assert!(open_row(&key, "here", &row[..cut]).is_err());
    }

    #[test]
    fn nothing_that_is_read_makes_it_panic(text: String, bytes: Vec<u8>) {
        let _ = Header::from_json(&text);
        let _ = text.parse::<RecoveryCode>();
        let _ = strength(&text);
        let _ = open_row(&Key::from_bytes(&[0; 32]), &text, &bytes);
    }

    #[test]
    fn calibration_never_goes_below_the_floor_and_hits_the_wanted_time(floor_ms in 0.01..5000.0) {
        let kdf = Kdf::calibrated(floor_ms);
        prop_assert!(Kdf::new(kdf.memory_kib(), kdf.passes()).is_ok());
        let work = |kdf: Kdf| f64::from(kdf.memory_kib()) * f64::from(kdf.passes());
        let expected_ms = floor_ms * work(kdf) / work(Kdf::FLOOR);
        // Faster than this, and not even the most would take long enough; slower, and the floor
        // does.
        if floor_ms > 6.0 && floor_ms < 350.0 {
            prop_assert!((250.0..=500.0).contains(&expected_ms), "{kdf:?}: {expected_ms} ms");
        }
    }

    #[test]
    fn calibration_takes_any_number(measured: f64) {
        let kdf = Kdf::calibrated(measured);
        prop_assert!(Kdf::new(kdf.memory_kib(), kdf.passes()).is_ok());
    }
}

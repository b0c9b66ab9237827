//! What holds for any expression and any XML.

use form::{Outcome, Wanted, evaluate};
use proptest::prelude::*;

use crate::check::context;

/// Pieces that expressions are made of.
const PIECES: &str = r#"
    / // . .. @ * | + - = != < >= ( ) [ ] , :: and or div mod a b o:k @id text() node() ancestor
    following:: self:: preceding-sibling::* 1 2.5 .5 1e300 'x' "" '2020-02-30' $v ${n} position()
    last() count( concat( sum(//b) number( string( date( format-date(today(), '%Y%q' substring(
    substr(
    translate( regex( selected-at( round( join( if( coalesce( once( randomize( digest( 'MD5'
    base64-decode( extract-signed( area( geofence( intersects( id( instance('i') current()
    checklist(
    uuid( count-if( item-at( indexed-repeat( decimal-time( nosuch( é 𝒳 # "#;

fn soup() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES
        .split_whitespace()
        .chain(["\u{feff}", "\0"])
        .collect();
    prop::collection::vec(prop::sample::select(pieces), 0..14).prop_map(|pieces| pieces.join(" "))
}

fn tree() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("<b/>".to_owned()),
        Just("<!--c-->".to_owned()),
        Just("<?p q?>".to_owned()),
        Just("<![CDATA[d]]>".to_owned()),
        "[a-z0-9 -]{1,5}",
        Just("<o:b k='v' o:k='w'/>".to_owned()),
    ];
    let inner = leaf.prop_recursive(4, 40, 5, |inner| {
        (
            prop::sample::select(vec!["a", "b", "o:c"]),
            prop::collection::vec(inner, 0..5),
        )
            .prop_map(|(name, inside)| format!("<{name}>{}</{name}>", inside.concat()))
    });
    prop::collection::vec(inner, 0..5)
        .prop_map(|inside| format!("<a xmlns:o='urn:o'>{}</a>", inside.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_expression_has_the_same_outcome_twice(expression in soup(), xml in tree()) {
        for wanted in [Wanted::Any, Wanted::Number, Wanted::Text, Wanted::Boolean, Wanted::Nodes] {
            let one = evaluate(&expression, &xml, None, wanted, &context());
            let two = evaluate(&expression, &xml, None, wanted, &context());
            prop_assert_eq!(format!("{one:?}"), format!("{two:?}"));
        }
    }

    #[test]
    fn any_text_is_an_expression_or_an_error(text in "\\PC{0,40}") {
        drop(evaluate(&text, "<a/>", None, Wanted::Any, &context()));
        drop(evaluate("1", &text, Some(&text), Wanted::Any, &context()));
    }

    #[test]
    fn the_path_of_a_node_leads_to_it(xml in tree()) {
        let all = evaluate("//node() | //@* | /", &xml, None, Wanted::Nodes, &context());
        let Ok(Outcome::Nodes(paths)) = all else {
            return Err(TestCaseError::fail(format!("{xml}: {all:?}")));
        };
        for path in &paths {
            let found = evaluate(".", &xml, Some(path), Wanted::Nodes, &context());
            prop_assert_eq!(found, Ok(Outcome::Nodes(vec![path.clone()])), "{}", path);
        }
    }

    #[test]
    fn a_number_survives_being_written(number in any::<f64>()) {
        let text = format!("number(string({number:e}))");
        let read = evaluate(&text, "", None, Wanted::Number, &context());
        let Ok(Outcome::Number(read)) = read else {
            return Err(TestCaseError::fail(format!("{number:e}: {read:?}")));
        };
        // Both zeros are written alike, and what is no plain number is no number when read.
        let same = read.to_bits() == number.to_bits() || number.abs() + read.abs() == 0.0;
        prop_assert!(same || !number.is_finite(), "{} {}", number, read);
    }
}

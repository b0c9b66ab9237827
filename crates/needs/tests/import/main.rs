//! Lists of a property office taken over into the estate.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod estate;
mod properties;

use needs::{
    Area, Building, Contact, Lang, Relation, Resident, ResidentFacts, Tenure, Unit, UnitFacts,
    import::{Accepted, Column, Issue, LabelStyle, Layout, Pattern, Row, Trouble, spread},
};

use estate::{Estate, id, rows};

#[test]
fn a_list_becomes_an_estate_in_walking_order() {
    let mut estate = Estate::empty();
    let list = rows(&[
        "翠湖花園住戶名單",
        "座|樓層|房號|面積|業主|電話|租客|電話|重點客戶|語言|備註",
        "2|1|1A|61.5|李小明|5500 0003||||英文|有狗",
        "1|1|1A|50|陳大文、何美|5500 0001|||是|粵語|",
        "1|2|2A|50|黃先生||林小姐|5500 0002|||",
        "10|1|1A||||||||",
    ]);
    let plan = estate.import(&list);
    assert_eq!(plan.issues, []);
    assert_eq!((plan.counts.rows, plan.counts.new_buildings), (4, 3));
    assert_eq!((plan.counts.new_units, plan.counts.new_people), (4, 5));
    let state = estate.ledger.state();
    let names: Vec<_> = Building::all(state)
        .iter()
        .map(|building| {
            (
                building.name(Lang::ZhHant),
                building.name(Lang::En),
                building.key(),
            )
        })
        .collect();
    assert_eq!(
        names,
        [
            ("第 1 座", "Block 1", "1"),
            ("第 2 座", "Block 2", "2"),
            ("第 10 座", "Block 10", "10")
        ]
    );
    let first = Building::all(state)[0].id;
    let mut units: Vec<_> = Unit::all(state)
        .filter(|unit| unit.building() == Some(first))
        .collect();
    units.sort_by_key(|unit| unit.order());
    let doors: Vec<_> = units.iter().map(|unit| unit.label()).collect();
    assert_eq!(doors, ["2A", "1A"], "from the top down");
    assert_eq!(units[0].tenure(), Some(Tenure::Tenant), "a tenant is named");
    assert_eq!(units[1].tenure(), None);
    assert_eq!(units[1].area(), Area::parse("50"));
    let residents = Resident::of(state, units[1].id);
    assert_eq!(residents.len(), 2);
    assert!(
        residents
            .iter()
            .all(|one| one.relation() == Relation::Owner)
    );
    let chan = residents.iter().find(|one| one.name() == "陳大文").unwrap();
    assert!(chan.is_key_customer());
    assert_eq!(chan.languages().collect::<Vec<_>>(), ["yue"]);
    assert_eq!(chan.phone(), "5500 0001");
    let tenant = Resident::of(state, units[0].id);
    assert_eq!(
        (tenant[1].name(), tenant[1].phone()),
        ("林小姐", "5500 0002")
    );
    assert_eq!(tenant[0].phone(), "");
}

#[test]
fn the_same_list_again_is_nothing_and_a_changed_one_only_its_changes() {
    let mut estate = Estate::small();
    let list = rows(&[
        "座|室|業主|電話|面積",
        "1|2A|陳大文|55000001|61",
        "1|2B|何美||40",
    ]);
    let plan = estate.import(&list);
    assert_eq!((plan.counts.new_units, plan.counts.changed_units), (0, 2));
    assert_eq!((plan.counts.new_people, plan.counts.same_people), (1, 1));
    assert_eq!(estate.names("2A"), ["陳大文"]);
    let again = estate.import(&list);
    assert!(again.is_empty(), "{again:?}");
    assert_eq!((again.counts.same_units, again.counts.same_people), (2, 2));
    let other_way = rows(&[
        "Block|Flat|Owner|Phone",
        "block 1|２ａ 室|陳 大文|5500-0001",
    ]);
    assert!(
        estate.import(&other_way).is_empty(),
        "the same, written otherwise"
    );
    let changed = rows(&[
        "座|室|業主|電話|面積",
        "1|2A|陳大文|5500 0009|61",
        "1|2B|何美||45",
    ]);
    let plan = estate.import(&changed);
    assert_eq!(
        (plan.counts.changed_units, plan.counts.changed_people),
        (1, 1)
    );
    assert_eq!(estate.unit("2B").area(), Area::parse("45"));
    assert!(estate.import(&changed).is_empty());
}

#[test]
fn what_a_list_leaves_empty_stays_as_it_is() {
    let mut estate = Estate::small();
    let wish = ResidentFacts {
        contact: Some(Contact::Never),
        note: Some("has a dog"),
        ..ResidentFacts::default()
    };
    estate.write(Resident::set(id(20), wish));
    let list = rows(&["座|室|業主|電話|聯絡意願|備註", "1|2A|陳大文||均可|"]);
    let plan = estate.import(&list);
    assert!(
        plan.is_empty(),
        "who asked not to be contacted stays so: {plan:?}"
    );
    let chan = Resident::find(estate.ledger.state(), id(20)).unwrap();
    assert_eq!((chan.phone(), chan.note()), ("5500 0001", "has a dog"));
    assert_eq!(chan.contact(), Contact::Never);
}

#[test]
fn a_door_is_known_by_its_key_even_under_another_label() {
    let mut estate = Estate::small();
    let facts = UnitFacts {
        key: Some("P-007"),
        ..UnitFacts::default()
    };
    estate.write(Unit::set(id(12), facts));
    let list = rows(&["編號|座|單元|室", "p007|1|2|2B1"]);
    let plan = estate.import(&list);
    assert_eq!((plan.counts.changed_units, plan.counts.new_units), (1, 0));
    let unit = estate.unit("2B1");
    assert_eq!((unit.id, unit.entrance()), (id(12), "2"));
    assert!(estate.import(&list).is_empty());
    // The key of one door at the place of another: a person has to decide.
    let list = rows(&["編號|座|室", "P-007|1|2A", "|1|1A"]);
    let plan = estate.import(&list);
    assert!(plan.is_empty());
    let issue = &plan.issues[0];
    assert_eq!((issue.row, issue.skipped), (2, true));
    assert_eq!(issue.trouble, Trouble::KeyElsewhere("2B1".to_owned()));
    assert_eq!(plan.missing, [], "all three doors are in the list, somehow");
}

#[test]
fn what_is_wrong_is_told_by_row_and_column() {
    let estate = Estate::small();
    let list = rows(&[
        "編號|座|樓層|室|面積|姓名|身份|電話|語言",
        "|1|2|2A|61|陳大文|業主|12|火星語",
        "||2|2B||||",
        "|1|2|||何美|業主||",
        "|1|roof|2B|big|||5500 0001|",
        "K1|1||3A|||||",
        "K1|1||3B|||||",
        "|1||3C|50||||",
        "|1||3C|60||||",
        "|1||3C|60||||",
        "|1||3D|||||粵語",
    ]);
    let plan = estate.plan(&list, &Layout::guess(&list, ""));
    let told: Vec<_> = plan
        .issues
        .iter()
        .map(
            |Issue {
                 row,
                 column,
                 trouble,
                 skipped,
             }| (*row, *column, trouble.clone(), *skipped),
        )
        .collect();
    let unclear = |text: &str| Trouble::NotUnderstood(text.to_owned());
    assert_eq!(
        told,
        [
            (2, Some(Column::Phone), unclear("12"), false),
            (2, Some(Column::Languages), unclear("火星語"), false),
            (3, Some(Column::Building), Trouble::NoBuilding, true),
            (4, Some(Column::Label), Trouble::NoLabel, true),
            (5, Some(Column::Floor), unclear("roof"), false),
            (5, Some(Column::Area), unclear("big"), false),
            (6, Some(Column::Key), Trouble::KeyTwice(7), false),
            (7, Some(Column::Key), Trouble::KeyTwice(6), false),
            (8, Some(Column::Area), Trouble::Conflict(9), false),
            (9, Some(Column::Area), Trouble::Conflict(8), false),
            (10, None, Trouble::Duplicate(9), true),
            (11, Some(Column::Languages), Trouble::NoPerson, false),
        ]
    );
    assert_eq!((plan.counts.rows, plan.counts.skipped), (10, 3));
}

#[test]
fn several_rows_of_a_door_are_several_residents() {
    let mut estate = Estate::empty();
    let list = rows(&[
        "座|室|姓名|身份|電話",
        "3|9A|陳大文|業主|5500 0001",
        "3|9A|陳太|配偶|5500 0001",
        "3|9A||其他|5500 0001",
        "3|9A|陳小|子女|",
    ]);
    let plan = estate.import(&list);
    assert_eq!(plan.counts.new_units, 1);
    assert_eq!(estate.names("9A"), ["陳大文", "陳太", "陳小"]);
    assert!(estate.import(&list).is_empty());
}

#[test]
fn one_phone_in_two_spellings_is_one_whichever_row_comes_first() {
    let header = "座|室|業主|電話";
    for list in [
        [header, "1|7A||5500 0001", "1|7A||55000001"],
        [header, "1|7A||55000001", "1|7A||5500 0001"],
    ] {
        let mut estate = Estate::empty();
        let plan = estate.import(&rows(&list));
        assert_eq!((plan.issues.len(), plan.counts.new_people), (0, 1));
        let residents = Resident::of(estate.ledger.state(), estate.unit("7A").id);
        assert_eq!(residents[0].phone(), "5500 0001");
    }
}

#[test]
fn merged_cells_repeat_what_is_above() {
    let mut estate = Estate::empty();
    let list = rows(&["座|層|室", "1|3|A", "||B", "|2|A", "||B", "2|1|A", "||B"]);
    let layout = Layout::guess(&list, "");
    assert!(layout.repeats_above);
    estate.import(&list);
    let floors: Vec<_> = ["3B", "2B", "1B"]
        .map(|label| estate.unit(label).floor())
        .into();
    assert_eq!(floors, [3, 2, 1]);
}

#[test]
fn what_the_list_no_longer_has_is_only_offered() {
    let mut estate = Estate::small();
    let list = rows(&["座|室|業主", "1|2A|李新", "1|2B|", "5|1A|王"]);
    let plan = estate.import(&list);
    assert_eq!(plan.missing, [id(13)]);
    assert_eq!(plan.not_named, [id(20)]);
    assert!(!estate.unit("1A").is_gone());
    assert_eq!(estate.names("2A"), ["李新", "陳大文"]);
    let plan = estate.plan(&list, &Layout::guess(&list, ""));
    assert!(plan.is_empty(), "what is offered is no change");
    let accepted = Accepted {
        gone: true,
        moved_out: "2026-11-22".parse().ok(),
    };
    estate.carry_out(&plan, accepted);
    let state = estate.ledger.state();
    assert!(Unit::find(state, id(13)).unwrap().is_gone());
    assert!(!Resident::find(state, id(20)).unwrap().is_here());
    let plan = estate.plan(&list, &Layout::guess(&list, ""));
    assert_eq!((plan.missing, plan.not_named), (Vec::new(), Vec::new()));
    // Who is named again is back, and so is a door.
    let list = rows(&["座|室|業主", "1|2A|陳大文", "1|1A|"]);
    estate.import(&list);
    assert!(
        Resident::find(estate.ledger.state(), id(20))
            .unwrap()
            .is_here()
    );
    assert!(!Unit::find(estate.ledger.state(), id(13)).unwrap().is_gone());
}

#[test]
fn a_pattern_doubles_nothing() {
    let mut estate = Estate::small();
    let pattern = Pattern {
        buildings: spread("1, 2"),
        entrances: Vec::new(),
        lowest: 0,
        highest: 2,
        left_out: Vec::new(),
        flats: 2,
        style: LabelStyle::Letter,
    };
    let (rows, layout) = pattern.list();
    let plan = estate.plan(&rows, &layout);
    assert_eq!((plan.counts.new_units, plan.counts.same_units), (9, 3));
    assert_eq!((plan.counts.new_buildings, plan.issues.len()), (1, 0));
    estate.carry_out(&plan, Accepted::default());
    assert!(estate.plan(&rows, &layout).is_empty());
    assert_eq!(Unit::all(estate.ledger.state()).count(), 12);
    assert_eq!(estate.unit("GA").floor(), 0);
}

#[test]
fn a_wrong_column_ends_soon() {
    let mut list = rows(&["座|室|姓名"]);
    list.extend((2..20_002).map(|number| Row {
        number,
        cells: ["1".into(), "住宅".into(), format!("住客{number}")].into(),
    }));
    let estate = Estate::empty();
    let plan = estate.plan(&list, &Layout::guess(&list, ""));
    assert_eq!(plan.counts.new_units, 1);
    assert_eq!(plan.counts.skipped, 19_940);
}

//! The engine alone, natively: how long opening and answering take, and that neither grows with
//! what an answer does not touch.
//!
//! `DOORSTEP_FORMS=/path/a.xlsx:/path/b.xml cargo bench --package form` also opens these.

#![expect(clippy::unwrap_used, reason = "a measurement that can not go on stops")]

mod questionnaire;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use form::{Attachments, Context, Form, ItemId, Session, read_form, read_markdown};

fn form(text: &str) -> Arc<Form> {
    let reading = read_markdown(text);
    assert!(reading.form.is_some(), "{:?}", reading.diagnostics.first());
    reading.form.unwrap()
}

fn open(form: &Arc<Form>) -> Session {
    Session::start(Arc::clone(form), Context::default())
}

/// Reading the definition, and opening it once it is read.
fn opening(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("open");
    for (name, text) in [
        ("flat-100", questionnaire::flat(100)),
        ("flat-500", questionnaire::flat(500)),
        ("flat-2000", questionnaire::flat(2_000)),
        ("chain-500", questionnaire::calculations(500, true)),
        ("fan-500", questionnaire::calculations(500, false)),
        ("repeat-count-100", questionnaire::repeat(Some(100))),
        ("repeat-count-1000", questionnaire::repeat(Some(1_000))),
        ("running-total-1000", questionnaire::running_total()),
        ("cascade-10k", questionnaire::cascade()),
        ("large-1800", questionnaire::large(1_800)),
    ] {
        group.bench_function(format!("{name}/read"), |bench| {
            bench.iter(|| read_markdown(black_box(&text)));
        });
        let form = form(&text);
        group.bench_function(format!("{name}/start"), |bench| bench.iter(|| open(&form)));
    }
    for path in std::env::var("DOORSTEP_FORMS")
        .iter()
        .flat_map(|paths| paths.split(':'))
    {
        let bytes = std::fs::read(path).unwrap();
        let name = path.rsplit('/').next().unwrap();
        let read = || read_form(name, black_box(&bytes), &Attachments::new());
        group.bench_function(format!("{name}/read"), |bench| bench.iter(read));
        let form = read().form.unwrap();
        group.bench_function(format!("{name}/start"), |bench| bench.iter(|| open(&form)));
    }
    group.finish();
}

/// Answers, in turn the one and the other, so that each of them changes something.
fn alternate(
    criterion: &mut Criterion,
    name: &str,
    mut session: Session,
    path: &str,
    values: [&str; 2],
) {
    let item = session.find(path).unwrap();
    let mut turn = false;
    criterion.bench_function(name, |bench| {
        bench.iter(|| {
            turn = !turn;
            session.set(item, values[usize::from(turn)]).unwrap()
        });
    });
}

fn answering(criterion: &mut Criterion) {
    for size in [100, 2_000] {
        let form = form(&questionnaire::flat(size));
        // A text question in the middle.
        let path = format!("/q{}", size / 8 * 4);
        let name = format!("answer/flat-{size}");
        alternate(
            criterion,
            &format!("{name}/one"),
            open(&form),
            &path,
            ["a", "__hide"],
        );
        alternate(
            criterion,
            &format!("{name}/tenth"),
            open(&form),
            "/q0",
            ["a", "__hide"],
        );
    }
    for (name, chained) in [("chain-500", true), ("fan-500", false)] {
        let form = form(&questionnaire::calculations(500, chained));
        alternate(
            criterion,
            &format!("answer/{name}"),
            open(&form),
            "/x",
            ["1", "2"],
        );
    }
    let form = form(&questionnaire::running_total());
    alternate(
        criterion,
        "answer/running-total-1000",
        open(&form),
        "/r[1]/x",
        ["1", "2"],
    );
}

/// A repeat: one more member, and an answer within one, when there are `size`.
fn repeating(criterion: &mut Criterion) {
    let form = form(&questionnaire::repeat(None));
    for size in [10, 100, 1_000] {
        let mut session = open(&form);
        let repeat = session.find("/r").unwrap();
        while session.children(repeat).count() < size {
            session.add_instance(repeat).unwrap();
        }
        let members: Vec<ItemId> = session.children(repeat).collect();
        for member in members {
            let path = session.item(member).path();
            let b = session.find(&format!("{path}/b")).unwrap();
            session.set(b, "7").unwrap();
        }
        criterion.bench_function(&format!("repeat-{size}/add"), |bench| {
            bench.iter_batched_ref(
                || {
                    // A copy has no room to spare; a session that has grown has.
                    let mut session = session.clone();
                    session.add_instance(repeat).unwrap();
                    session
                },
                |session| session.add_instance(repeat).unwrap(),
                BatchSize::LargeInput,
            );
        });
        criterion.bench_function(&format!("repeat-{size}/remove-last"), |bench| {
            let last = session.children(repeat).last().unwrap();
            bench.iter_batched_ref(
                || session.clone(),
                |session| session.remove_instance(last).unwrap(),
                BatchSize::LargeInput,
            );
        });
        let path = format!("/r[{}]/b", size / 2);
        alternate(
            criterion,
            &format!("repeat-{size}/edit"),
            session,
            &path,
            ["1", "2"],
        );
    }
}

fn choosing(criterion: &mut Criterion) {
    let form = form(&questionnaire::cascade());
    let mut session = open(&form);
    let find = |session: &Session, path| session.find(path).unwrap();
    let (region, district) = (find(&session, "/region"), find(&session, "/district"));
    let (ward, both) = (find(&session, "/ward"), find(&session, "/both"));
    let mut turn = 0;
    criterion.bench_function("cascade-10k/region-to-500-wards", |bench| {
        bench.iter(|| {
            turn = (turn + 1) % 20;
            session.set(region, &format!("r{turn}")).unwrap();
            session.item(ward).choices()
        });
    });
    session.set(region, "r3").unwrap();
    criterion.bench_function("cascade-10k/district-to-20-wards", |bench| {
        bench.iter(|| {
            turn = (turn + 1) % 20;
            session.set(district, &format!("r3d{turn}")).unwrap();
            session.item(ward).choices()
        });
    });
    criterion.bench_function("cascade-10k/two-equalities", |bench| {
        bench.iter(|| session.item(black_box(both)).choices());
    });
}

criterion_group!(benches, opening, answering, repeating, choosing);
criterion_main!(benches);

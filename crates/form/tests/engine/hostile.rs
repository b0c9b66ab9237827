//! Workbooks made to take all time and memory: they are read, or refused, soon.

use std::fmt::Write as _;

use form::{Attachments, read_form};

fn read(text: &str) -> form::Reading {
    read_form("form.csv", text.as_bytes(), &Attachments::new())
}

#[test]
fn many_rows_that_refer_to_many_rows() {
    let mut form = "survey,,,,,,\n,type,name,label,trigger,calculation,appearance\n".to_owned();
    for row in 0..1_000 {
        let before = row / 2;
        let _ = writeln!(form, ",text,q{row},${{q{before}}},,,");
        let _ = writeln!(form, ",select_one ${{q{before}}},s{row},S,,,");
        let _ = writeln!(form, ",background-geopoint,b{row},,${{q{row}}},,");
        let _ = writeln!(form, ",select_one l{row},t{row},T,,,search('a')");
    }
    form.push_str("choices\n,list_name,name,label\n");
    for row in 0..1_000 {
        let _ = writeln!(form, ",l{row},a,A");
    }
    assert!(read(&form).form.is_some());
}

#[test]
fn many_names_that_nobody_has() {
    let mut form = "survey,,,,\n,type,name,label,relevant\n".to_owned();
    for row in 0..4_000 {
        let _ = writeln!(form, ",text,q{row},${{nobody{row}}},${{nobody{row}}} = 1");
    }
    let reading = read(&form);
    assert!(reading.form.is_none());
    assert!(reading.diagnostics.len() <= 501);
}

#[test]
fn a_loop_over_a_long_list_ends() {
    let mut form = "survey,,,\n,type,name,label\n,begin loop over l,g,G\n".to_owned();
    for row in 0..100 {
        let _ = writeln!(form, ",text,q{row},Q");
    }
    form.push_str(",end loop,,\nchoices\n,list_name,name,label\n");
    for row in 0..1_500 {
        let _ = writeln!(form, ",l,c{row},C");
    }
    let reading = read(&form);
    let codes: Vec<_> = reading.diagnostics.iter().map(|found| found.code).collect();
    assert!(codes.contains(&"too-many-rows"), "{codes:?}");
}

#[test]
fn look_ups_that_never_close() {
    let label = "instance(".repeat(7_000);
    let mut form = "survey,,,\n,type,name,label\n".to_owned();
    for row in 0..50 {
        let _ = writeln!(form, ",note,n{row},{label}");
    }
    assert!(read(&form).form.is_some());
}

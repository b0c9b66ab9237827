//! Nodes: paths, axes, tests, predicates, names, instances.

use form::{Outcome, Wanted, evaluate};

use crate::check::{check, context};

const XML: &str = "<!DOCTYPE data><data xml:lang='en-GB'><!--first-->\
<a id='x'>1<b>2</b><![CDATA[3]]></a>\
    <?go there?><?stop?><a id='y' k='v'><b>4</b><b>5</b></a></data>";

#[test]
fn every_axis() {
    check(
        XML,
        "/data/a[2]/b",
        "
        self::node()             => /data[1]/a[2]/b[1]
        parent::*                => /data[1]/a[2]
        ..                       => /data[1]/a[2]
        ancestor::*              => /data[1] /data[1]/a[2]
        ancestor-or-self::b      => /data[1]/a[2]/b[1]
        following-sibling::*     => /data[1]/a[2]/b[2]
        preceding-sibling::*     => nothing
        preceding::b             => /data[1]/a[1]/b[1]
        following::node()        => /data[1]/a[2]/b[2] /data[1]/a[2]/b[2]/text()[1]
        child::text()            => /data[1]/a[2]/b[1]/text()[1]
        descendant::node()       => /data[1]/a[2]/b[1]/text()[1]
        descendant-or-self::*    => /data[1]/a[2]/b[1]
        ../attribute::*          => /data[1]/a[2]/@id /data[1]/a[2]/@k
        ../namespace::*          => nothing
        sideways::a              => error there is no axis
        ",
    );
}

#[test]
fn tests_for_kinds_of_nodes() {
    check(
        XML,
        "/data",
        "
        a[1]/node()    => /data[1]/a[1]/text()[1] /data[1]/a[1]/b[1] /data[1]/a[1]/cdata()[1]
        a[1]/text()                      => /data[1]/a[1]/text()[1] /data[1]/a[1]/cdata()[1]
        string(a[1])                     => '123'
        comment()                        => /data[1]/comment()[1]
        count(processing-instruction())  => 2
        processing-instruction()[2]      => /data[1]/processing-instruction()[1]
        processing-instruction('stop')   => /data[1]/processing-instruction()[1]
        string(processing-instruction()) => 'there'
        //@id                            => /data[1]/a[1]/@id /data[1]/a[2]/@id
        /node()                          => /data[1]
        /                                => /
        ",
    );
}

#[test]
fn predicates_count_along_their_axis() {
    check(
        XML,
        "/data",
        "
        //b[1]                    => /data[1]/a[1]/b[1] /data[1]/a[2]/b[1]
        (//b)[1]                  => /data[1]/a[1]/b[1]
        (//b)[last()]             => /data[1]/a[2]/b[2]
        //b[last()][. > 4]        => /data[1]/a[2]/b[2]
        a[2]/b[2]/preceding::b[1] => /data[1]/a[2]/b[1]
        a[@k]/b[position() = 2]   => /data[1]/a[2]/b[2]
        a[b = 4 and @id = 'y']    => /data[1]/a[2]
        a['0']                    => /data[1]/a[1] /data[1]/a[2]
        a[0]                      => nothing
        a[1.5]                    => nothing
        ",
    );
}

#[test]
fn sets_are_united_in_document_order_without_doubles() {
    check(
        XML,
        "/data",
        "
        a[2] | a | comment()  => /data[1]/comment()[1] /data[1]/a[1] /data[1]/a[2]
        a/@id | a[1]          => /data[1]/a[1] /data[1]/a[1]/@id /data[1]/a[2]/@id
        a | 1                 => error
        1/a                   => error
        ",
    );
}

#[test]
fn names_that_are_also_operators() {
    let xml = "<or><and>6</and><div>4</div><mod>7</mod><first.name/></or>";
    check(
        xml,
        "/or",
        "
        div div mod > 0       => true
        and and or            => false
        mod mod div           => 3
        * * *                 => 36
        first.name            => /or[1]/first.name[1]
        child :: and [ 1 ]    => /or[1]/and[1]
        ",
    );
}

#[test]
fn a_name_without_prefix_is_in_no_namespace() {
    let xml =
        "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:e='urn:e'><e:p/><p xmlns=''/></html>";
    check(
        xml,
        "/html",
        "
        /html                    => nothing
        /xhtml:html              => /html[1]
        e:p                      => /html[1]/e:p[1]
        e:*                      => /html[1]/e:p[1]
        p                        => /html[1]/p[1]
        local-name(e:p)          => 'p'
        name(e:p)                => 'e:p'
        namespace-uri(e:p)       => 'urn:e'
        namespace-uri(p)         => ''
        name(1)                  => error
        ",
    );
}

#[test]
fn siblings_are_numbered_by_the_name_that_is_written() {
    let xml = "<a><b/><b xmlns='urn:other'/><c/></a>";
    check(xml, "/a", "* => /a[1]/b[1] /a[1]/b[2] /a[1]/c[1]");
}

#[test]
fn identifiers_and_languages() {
    check(
        XML,
        "/data/a",
        "
        id('y')                => /data[1]/a[2]
        id(' y  x ')           => /data[1]/a[1] /data[1]/a[2]
        id('z')                => nothing
        lang('en')             => true
        lang('EN-gb')          => true
        lang('de')             => false
        lang()                 => error takes 1
        ",
    );
}

#[test]
fn positions_among_siblings_of_the_same_name() {
    check(
        XML,
        "/data/a[2]/b[2]",
        "
        position(.)            => 2
        position(..)           => 2
        position(../..)        => 1
        position(missing)      => NaN
        ",
    );
}

#[test]
fn instances_are_found_by_their_id() {
    let xml = "<model><instance><data><q>b</q></data></instance><instance id='t'><root>\
        <item><name>a</name><label>A</label></item><item><name>b</name><label>B</label></item>\
        </root></instance></model>";
    check(
        xml,
        "/model/instance[1]/data/q",
        "
        string(instance('t')/root/item[name = current()]/label) => 'B'
        count(instance('t')/root/item)        => 2
        pulldata('t', 'label', 'name', .)     => 'B'
        pulldata('t', 'label', 'name', 'z')   => ''
        pulldata('u', 'label', 'name', 'a')   => ''
        instance('u')/root                    => nothing
        current()/../q                        => /model[1]/instance[1]/data[1]/q[1]
        ",
    );
}

#[test]
fn a_seed_shuffles_alike_everywhere() {
    let xml = "<l><i/><i/><i/><i/><i/><i/></l>";
    check(
        xml,
        "/l",
        "
        randomize(i, 42)    => /l[1]/i[1] /l[1]/i[6] /l[1]/i[3] /l[1]/i[2] /l[1]/i[4] /l[1]/i[5]
        count(randomize(i)) => 6
        randomize('a')      => error
        ",
    );
    let by = |seed: &str| {
        evaluate(
            &format!("randomize(/l/i, {seed})"),
            xml,
            None,
            Wanted::Any,
            &context(),
        )
    };
    assert_eq!(by("'42.9'"), by("42"));
    assert_eq!(by("''"), by("0"));
    assert_ne!(by("'anna'"), by("'bert'"));
}

#[test]
fn the_context_node_is_named_by_path_or_found_by_expression() {
    let value = |at: &str| evaluate("string()", XML, Some(at), Wanted::Any, &context());
    for at in ["/data/a[2]", "/data[1]/a[2]/b[1]/..", "//a[@k]"] {
        assert_eq!(value(at), Ok(Outcome::Text("45".to_owned())), "{at}");
    }
    assert_eq!(
        value("/data/a/cdata()[1]"),
        Ok(Outcome::Text("3".to_owned()))
    );
    assert_eq!(value("/data/a[2]/@k"), Ok(Outcome::Text("v".to_owned())));
    assert!(value("/data/z").is_err());
    assert!(value("(detached)").is_err());
}

#[test]
fn a_call_of_nothing_known_says_so() {
    check(
        XML,
        "/data",
        "
        nosuch(1)          => error there is no function nosuch()
        Concat('a')        => error it is written concat()
        true(1)            => error takes 0 arguments
        not()              => error takes 1
        1 +                => error ends too early
        a[                 => error ends too early
        a]                 => error did not expect
        # => error has no place
        ",
    );
}

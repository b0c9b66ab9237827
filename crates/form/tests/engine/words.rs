//! Labels, hints, languages.

use crate::scenario::{check, start};

const FORM: &str = "
| survey |
|  | type    | name | label::English (en) | label::繁體中文 (zh-Hant) | hint::English (en) | required | required_message::繁體中文 (zh-Hant) | guidance_hint::English (en) |
|  | text    | who  | Your name           | 姓名                     | As on the door     | yes      | 請填寫                              | Ask twice                    |
|  | note    | hi   | Hello **${who}**    | 你好 **${ who }**         |                    |          |                                     |                              |
|  | integer | n    | Number              |                          |                    |          |                                     |                              |
| settings |
|  | default_language |
|  | 繁體中文 (zh-Hant) |
";

#[test]
fn a_form_speaks_several_languages() {
    check(
        FORM,
        "/who label 姓名
         /who hint As on the door
         /who guidance Ask twice
         /who message 請填寫
         /who := 陳
         /hi label 你好 **陳**
         language en
         changed /who /hi /n
         /who label Your name
         /hi label Hello **陳**
         /n label Number
         language zh-hant
         /n label Number",
    );
}

#[test]
fn languages_have_codes() {
    let form = start(FORM).form().clone();
    let names: Vec<&str> = form.languages().iter().map(|l| l.name.as_str()).collect();
    assert_eq!(names, ["English (en)", "繁體中文 (zh-Hant)"]);
    assert_eq!(form.language_for("zh-Hant"), Some(form.default_language()));
    assert_eq!(
        form.language_for("English (en)"),
        form.language_ids().next()
    );
    assert_eq!(form.language_for("fr"), None);
}

#[test]
fn a_form_without_languages_has_one() {
    check(
        "| survey |
         | | type | name | label | appearance | parameters |
         | | text | a    | A     | multiline w1 | rows = 3 |",
        "/a label A",
    );
    let session = start(
        "| survey |\n| | type | name | label | appearance | parameters |\n| | text | a | A | multiline w1 | rows = 3 |",
    );
    let item = session.item(session.find("/a").unwrap());
    assert_eq!(item.appearance().collect::<Vec<_>>(), ["multiline", "w1"]);
    assert_eq!(
        (item.parameter("rows"), item.parameter("x")),
        (Some("3"), None)
    );
    assert_eq!(session.form().languages()[0].name, "default");
}

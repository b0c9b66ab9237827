//! Texts of a door: who was met, what to know before knocking, forms that are out, positions.

super::texts! {
    /// Texts of a door.
    DoorTexts {
        who: "見到誰？", "见到谁？", "Who did you meet?";
        someone_else: "其他人", "其他人", "Someone else";
        no_contact: "{} 不希望被打擾", "{} 不希望被打扰", "{} does not want to be contacted";
        no_contact_text: "請不要敲門找這位住戶。", "请不要敲门找这位住户。", "Please do not knock for this person.";
        unsafe_title: "{}：同事記下這裡不安全", "{}：同事记下这里不安全", "{}: a colleague noted that it is not safe here";
        unsafe_text: "請先和主任商量再前往。", "请先和主任商量再前往。", "Talk to your supervisor before going there.";
        form_out: "表格自 {} 起留在這一戶", "表格自 {} 起留在这一户", "A form has been here since {}";
        form_out_number: "表格自 {} 起留在這一戶（編號 {}）", "表格自 {} 起留在这一户（编号 {}）", "A form has been here since {} (number {})";
        fetched: "已收回", "已收回", "Fetched";
        type_in: "紙本已收回，請把答案輸入系統。", "纸本已收回，请把答案录入系统。", "The paper form is back. Please type in the answers.";
        paper_number: "表格編號", "表格编号", "Number on the form";
        number_at: "編號 {}", "编号 {}", "No. {}";
        keep_number: "記下", "记下", "Keep";
        still_to_try: "還要試：{}", "还要试：{}", "Still to try: {}";
        slot_day: "平日白天", "平日白天", "a weekday, daytime";
        slot_evening: "平日晚上", "平日晚上", "a weekday evening";
        slot_weekend: "週末", "周末", "the weekend";
        separator: "、", "、", ", ";
        who_refused: "誰拒絕？", "谁拒绝？", "Who refused?";
        household: "整戶", "整户", "The household";
        person: "只是這位", "只是这位", "This person only";
        go_on_interview: "繼續做訪談", "继续做访谈", "Go on with the interview";
        ask_position: "辦公室希望記下每次到訪的位置。這部裝置可以記錄嗎？位置只在你記下結果的那一刻讀取。", "办公室希望记下每次到访的位置。这台设备可以记录吗？位置只在您记下结果的那一刻读取。", "The office would like to note where each visit was. May this device do so? It looks only at the moment when you note an outcome.";
        position_yes: "可以", "可以", "Yes";
        position_no: "不可以", "不可以", "No";
        position_title: "到訪位置", "到访位置", "Position of visits";
        position_on: "記錄", "记录", "Note it";
        position_off: "不記錄", "不记录", "Don’t";
        located: "有位置", "有位置", "Position noted";
    }
}

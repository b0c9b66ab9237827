//! Texts of rounds: giving them out, handing them over; and of the contact rhythm.

super::texts! {
    /// Texts of rounds.
    RoundsTexts {
        title: "誰走哪裡", "谁走哪里", "Who walks what";
        sub: "把樓座拖到人名下，或用選單指派。", "把楼座拖到人名下，或用菜单指派。", "Drag a building to a person, or choose the person in its menu.";
        share: "平均分配", "平均分配", "Share out evenly";
        share_hint: "按走訪次序分給勾選的人。", "按走访次序分给勾选的人。", "Along the round, to the people who are ticked.";
        undo: "還原", "还原", "Undo";
        nobody: "未分配", "未分配", "Nobody yet";
        doors: "{} 戶，尚餘 {} 戶", "{} 户，还剩 {} 户", "{} unit{s}, {} to do";
        part: "{} 戶", "{} 户", "{} unit{s}";
        walks: "{} 由誰走訪", "{} 由谁走访", "Who walks {}";
        one_by_one: "逐戶指派", "逐户指派", "Unit by unit";
        as_building: "跟隨樓座", "跟随楼座", "As the building";
        empty: "沒有樓座", "没有楼座", "No building";
        closed: "活動已結束，路線不能再改。", "活动已结束，路线不能再改。", "The campaign is closed; its rounds stay as they are.";
        hand_over: "移交路線", "移交路线", "Hand over a round";
        hand_over_sub: "把你要走訪的住戶交給同事。離線也可以；同步後對方就會看到。", "把你要走访的住户交给同事。离线也可以；同步后对方就会看到。", "Give doors that you walk to a colleague. It works offline; they see it after the next sync.";
        what: "移交甚麼", "移交什么", "What";
        whole: "全部（{} 戶）", "全部（{} 户）", "Everything ({} unit{s})";
        to_whom: "交給誰", "交给谁", "To whom";
        from_whom: "由誰", "由谁", "From whom";
        do_it: "移交", "移交", "Hand over";
        done: "已移交給{}。", "已移交给{}。", "Handed over to {}.";
        nothing: "沒有分配給這個人的住戶。", "没有分配给这个人的住户。", "No doors are given to this person.";
        due_title: "聯絡週期", "联络周期", "Contact rhythm";
        due_sub: "每次聯絡相隔的月數：重點客戶 {}，其他住戶 {}", "每次联络相隔的月数：重点客户 {}，其他住户 {}", "Months between contacts: key customers {}, households {}";
        due_count: "{} 個到期", "{} 个到期", "{} due";
        due_none: "目前沒有人到期。", "目前没有人到期。", "Nobody is due.";
        show: "顯示", "显示", "Show";
        due_all: "全部", "全部", "All";
        due_keys: "重點客戶", "重点客户", "Key customers";
        due_households: "住戶", "住户", "Households";
        never: "從未聯絡", "从未联络", "Never contacted";
        last: "上次 {}，{} 起到期", "上次 {}，{} 起到期", "Last {}, due since {}";
        appointment: "已約 {}", "已约 {}", "Appointment {}";
        key: "重點", "重点", "Key";
        set: "更改週期", "更改周期", "Change the rhythm";
        months_key: "重點客戶（月）", "重点客户（月）", "Key customers (months)";
        months_ordinary: "其他住戶（月）", "其他住户（月）", "Households (months)";
        save: "儲存", "保存", "Save";
        months_wrong: "請輸入 1 至 60 個月。", "请输入 1 至 60 个月。", "Please enter 1 to 60 months.";
        more: "顯示更多", "显示更多", "Show more";
        campaigns_line: "{} 進行中，{} 草擬中", "{} 进行中，{} 草拟中", "{} running, {} in draft";
    }
}

//! Texts about who belongs to a site: joining, people, their tablets.

super::texts! {
    /// Texts about who belongs to a site.
    AccessTexts {
        join_hint: "邀請碼共 16 個字母和數字，由經理交給你。也可以貼上整條連結。", "邀请码共 16 个字母和数字，由经理交给您。也可以粘贴整条链接。", "Your manager gives you the code: 16 letters and digits. You can also paste the whole link.";
        code: "邀請碼或連結", "邀请码或链接", "Code or link";
        device_name: "這部裝置的名稱", "这台设备的名称", "What this device is called";
        device_name_hint: "例如「二號平板」，讓經理認得。", "例如“二号平板”，让经理认得。", "For example \"Tablet 2\", so that your manager knows it.";
        go_on: "繼續", "继续", "Go on";
        joining: "正在加入…", "正在加入…", "Joining…";
        back: "返回", "返回", "Back";
        code_for: "這個邀請碼屬於「{}」。", "这个邀请码属于“{}”。", "This code is for {}.";
        no_line: "連不上伺服器。請連線後再試；邀請碼仍可使用。", "连不上服务器。请联网后再试；邀请码仍可使用。", "The server can't be reached. Connect and try again; the code is still good.";
        wrong_code: "邀請碼不對、已用過或已過期。請向經理索取新的。", "邀请码不对、已用过或已过期。请向经理索取新的。", "This code is wrong, was used already, or is too old. Ask your manager for a new one.";
        not_allowed: "伺服器沒有照做：{}", "服务器没有照做：{}", "The server did not do it: {}";
        people: "人員與裝置", "人员与设备", "People and devices";
        people_hint: "誰屬於這個屋苑，各用哪些裝置。", "谁属于这个小区，各用哪些设备。", "Who belongs to this estate, and which devices they use.";
        add_person: "新增人員", "新增人员", "Add a person";
        name: "姓名", "姓名", "Name";
        role: "角色", "角色", "Role";
        add: "新增", "新增", "Add";
        name_missing: "請填寫姓名。", "请填写姓名。", "Enter a name.";
        invite: "邀請", "邀请", "Invite";
        invitation_for: "給{}的邀請", "给{}的邀请", "Invitation for {}";
        invitation_hint: "用平板的相機掃描，或輸入邀請碼。只能用一次，{} 前有效。", "用平板的相机扫描，或输入邀请码。只能用一次，{} 前有效。", "Scan it with the tablet's camera, or type the code. It works once, until {}.";
        print: "列印", "打印", "Print";
        close: "關閉", "关闭", "Close";
        devices: "裝置", "设备", "Devices";
        open_to_all: "這個屋苑向所有人開放：不用邀請，也不登記裝置。", "这个小区向所有人开放：不用邀请，也不登记设备。", "This estate is open to everyone: nobody is invited, and devices are not listed.";
        no_devices: "還沒有裝置加入。", "还没有设备加入。", "No device has joined yet.";
        seen: "最近連線：{}", "最近联网：{}", "Last seen: {}";
        never_seen: "尚未連線", "尚未联网", "Not seen yet";
        revoked: "已停用：{}", "已停用：{}", "Told to leave: {}";
        revoke: "停用", "停用", "Tell to leave";
        revoke_sure: "停用後，這部裝置立即不能再傳送或讀取；未送出的資料仍留在上面。確定嗎？", "停用后，这台设备立即不能再发送或读取；未发送的数据仍留在上面。确定吗？", "It can't send or read any more from now on; what it has not sent stays on it. Are you sure?";
        this_device: "這部裝置", "这台设备", "This device";
        you_may: "你可以：", "您可以：", "You may:";
        may_collect: "填寫問卷與訪談記錄", "填写问卷与访谈记录", "fill in surveys and interview records";
        may_read_all: "閱讀所有人收到的記錄", "阅读所有人收到的记录", "read what everyone has brought in";
        may_read_own: "閱讀你自己的記錄；別人的內容不會傳到這部裝置", "阅读您自己的记录；别人的内容不会传到这台设备", "read your own records; what others wrote does not come to this device";
        may_publish: "發布問卷", "发布问卷", "publish questionnaires";
        may_invite: "邀請人員、停用裝置", "邀请人员、停用设备", "invite people and tell devices to leave";
        other_site: "加入另一個屋苑", "加入另一个小区", "Join another estate";
        sites: "屋苑", "小区", "Estates";
        open_now: "現正開啟", "当前打开", "Open now";
        leave: "從這部平板移除這個屋苑", "从这台平板移除这个小区", "Take this estate off this tablet";
        leave_title: "從這部平板移除這個屋苑？", "从这台平板移除这个小区？", "Take this estate off this tablet?";
        leave_text: "這個屋苑的問卷、草稿、照片會從這部平板刪除，無法復原。其他屋苑、其他人的資料，以及已送達辦公室的，都不受影響。", "这个小区的问卷、草稿、照片会从这台平板删除，无法恢复。其他小区、其他人的数据，以及已送达办公室的，都不受影响。", "Its answers, drafts and photos are deleted from this tablet for good. Other estates, other people's profiles, and what has reached the office stay as they are.";
        leave_text_only: "這個屋苑的問卷、草稿、照片和你的密鑰會從這部平板刪除，無法復原。其他人的資料，以及已送達辦公室的，都不受影響。", "这个小区的问卷、草稿、照片和您的密钥会从这台平板删除，无法恢复。其他人的数据，以及已送达办公室的，都不受影响。", "Its answers, drafts, photos and your key are deleted from this tablet for good. Other people's profiles and what has reached the office stay as they are.";
        send_first: "先傳送", "先发送", "Send first";
        save_first: "先存備份檔", "先存备份文件", "Save a backup file first";
        leave_word: "移除", "移除", "leave";
        leave_now: "移除", "移除", "Leave";
        leaving: "正在移除…", "正在移除…", "Leaving…";
        leave_anyway: "仍然移除", "仍然移除", "Leave all the same";
        leave_untold: "現在連不上辦公室，無法通知。仍可移除；辦公室的裝置清單上會留有這部平板，直至有人停用它。", "现在连不上办公室，无法通知。仍可移除；办公室的设备清单上会留有这台平板，直至有人停用它。", "The office can't be reached, so it can't be told. You can leave all the same; this tablet stays on the office's list of devices until someone tells it to leave.";
        show_sites: "在鎖定畫面顯示屋苑名稱", "在锁定屏幕显示小区名称", "Show the names of estates on the lock screen";
        show_sites_no: "不顯示", "不显示", "No";
        show_sites_yes: "顯示；拿到平板的人都看得到", "显示；拿到平板的人都看得到", "Yes: anyone who holds the tablet can see them";
    }
}

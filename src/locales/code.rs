//! Texts for reading QR codes.

super::texts! {
    /// Texts for reading QR codes.
    CodeTexts {
        scan: "用相機掃描", "用相机扫描", "Scan with the camera";
        picture: "從圖片讀取", "从图片读取", "Read from a picture";
        hold: "把二維碼放在畫面中央。", "把二维码放在画面中央。", "Hold the QR code in the middle of the picture.";
        no_camera: "無法使用相機。請允許使用相機，或拍下二維碼後選「從圖片讀取」，或自行輸入。", "无法使用相机。请允许使用相机，或拍下二维码后选“从图片读取”，或自行输入。", "The camera cannot be used. Allow it, or take a photo of the code and read it from that picture, or type the code.";
        none_in_picture: "這張圖片裡沒有讀得出的二維碼。請靠近一些、拍得清楚些，或自行輸入。", "这张图片里没有读得出的二维码。请靠近一些、拍得清楚些，或自行输入。", "There is no QR code in this picture that can be read. Take it closer and sharper, or type the code.";
        foreign: "這個二維碼不是到戶的邀請。", "这个二维码不是到户的邀请。", "This QR code is no invitation of Doorstep.";
        read: "已讀取邀請碼。", "已读取邀请码。", "The invitation was read.";
    }
}

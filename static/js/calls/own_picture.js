/**
 * Show one's own camera. Without a picture the element has no stream: one that waits for its first frame keeps the
 * browser from calling the page loaded (HTML, "delaying-the-load-event flag").
 */
export function drawOwnPicture(video, media) {
  const stream = media.track("video") ? media.stream : null;
  if (video.srcObject !== stream) video.srcObject = stream;
  if (media.isOn("video")) video.play().catch(() => {});
}

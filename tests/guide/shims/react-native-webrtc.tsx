/** The browser's WebRTC in the words of react-native-webrtc. */
const streams = new Map<string, MediaStream>();

export const mediaDevices = navigator.mediaDevices;

export function registerGlobals(): void {
  (MediaStream.prototype as any).toURL = function (this: MediaStream) {
    streams.set(this.id, this);
    return this.id;
  };
}

export function RTCView({ streamURL }: { streamURL: string; objectFit: string }) {
  const play = (video: HTMLVideoElement | null) => {
    if (video && video.srcObject !== streams.get(streamURL)) video.srcObject = streams.get(streamURL) ?? null;
  };
  return <video ref={play} autoPlay playsInline data-testid="remote" />;
}

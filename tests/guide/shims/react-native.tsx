export const View = ({ children }: any) => <div>{children}</div>;
export const Text = ({ children }: any) => <p>{children}</p>;

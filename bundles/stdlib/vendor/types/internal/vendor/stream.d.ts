declare const stream: any
export default stream

export { setCoreModule } from "../wasm/load";

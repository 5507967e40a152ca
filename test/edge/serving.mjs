// A model's file and points come in, predictions go out: with the code of mercer/predict alone.
import { fromJSON, predict } from "mercer/predict";

export default {
  async fetch(request) {
    const { file, Z } = await request.json();
    return Response.json([...predict(fromJSON(file), Z)]);
  },
};
